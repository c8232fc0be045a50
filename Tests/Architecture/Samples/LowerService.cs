using Tests.Architecture.Samples.Upper;

namespace Tests.Architecture.Samples.Lower;

/// <summary>Looks upwards, which nobody may.</summary>
internal sealed class LowerService
{
    public static object Look() => new List<UpperService[]>();
}

internal sealed record LowerEntity(int Id)
{
    internal sealed class Mapping;
}

internal sealed class LowerContext;

internal static class LowerEndpoints
{
    public static int Count(int number) => number;
}

internal static class LowerMetrics
{
    public static int Count(int number) => number;
}

internal enum LowerKind
{
    One,
}

internal interface ILower;
