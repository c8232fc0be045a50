using Tests.Architecture.Samples.Lower;

namespace Tests.Architecture.Samples.Upper;

/// <summary>Uses what it may, and what it may not: in a lambda, behind an await, as an argument of a type.</summary>
internal sealed class UpperService(LowerService service, LowerContext context) : ILower
{
    public async Task<LowerResponse> UseAsync(LowerKind kind, CancellationToken cancellationToken)
    {
        int[] numbers = [(int)kind, service.GetHashCode(), context.GetHashCode()];
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return new(LowerMetrics.Count(numbers.Select(number => LowerEndpoints.Count(number)).Sum()) + UpperEntity.Mapping.Of(entity: null) + Of<LowerEntity>());
    }

    private static int Of<T>() => typeof(T).GetHashCode();
}

internal sealed record UpperEntity(int Id)
{
    internal sealed class Mapping
    {
        public static int Of(LowerEntity? entity) => entity?.Id ?? 0;
    }
}
