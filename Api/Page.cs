namespace Api;

/// <summary>Part of a list, newest first.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">What to give as <c>before</c> for the page behind this one; null when this is the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next)
{
    /// <summary>How many items there are when nobody says.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many there can be.</summary>
    public const int MaximumLimit = 100;
}
