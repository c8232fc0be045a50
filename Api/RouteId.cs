namespace Api;

/// <summary>An id in a path. Text that can be no id is one that nobody has: 404, as for any other.</summary>
internal readonly record struct RouteId(Guid Value)
{
    public static bool TryParse(string? text, out RouteId id)
    {
        id = new(Guid.TryParseExact(text, "D", out var value) ? value : Guid.Empty);
        return true;
    }

    public static implicit operator Guid(RouteId id) => id.Value;
}
