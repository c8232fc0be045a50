namespace Tests.Exporter;

/// <summary>A tag's value that misbehaves as it is told.</summary>
internal sealed class HostileTag : IEquatable<HostileTag>
{
    public Func<string> Text { get; init; } = () => "hostile";

    public Func<int> Hash { get; init; } = () => 1;

    public Func<bool> Equality { get; init; } = () => false;

    public override string ToString() => Text();

    public override int GetHashCode() => Hash();

    public bool Equals(HostileTag? other) => Equality();

    public override bool Equals(object? obj) => Equality();
}
