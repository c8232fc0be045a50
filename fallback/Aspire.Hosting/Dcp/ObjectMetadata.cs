namespace Aspire.Hosting.Dcp;

/// <param name="Name">Unique among the objects of a kind.</param>
internal sealed record ObjectMetadata(string Name)
{
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
