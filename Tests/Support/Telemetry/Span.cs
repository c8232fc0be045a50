namespace Tests.Support.Telemetry;

/// <summary>A part of a trace.</summary>
/// <param name="Service">The resource that did it.</param>
/// <param name="Name">What it did, such as <c>GET /api/users/{id}</c>.</param>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="ParentId">The span that asked for it; empty for the first of a trace.</param>
/// <param name="Attributes">What else it tells, as text.</param>
internal sealed record Span(string Service, string Name, string Id, string ParentId, IReadOnlyDictionary<string, string> Attributes)
{
    public override string ToString() => $"{Service}: {Name} {string.Join(' ', Attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"))}";
}
