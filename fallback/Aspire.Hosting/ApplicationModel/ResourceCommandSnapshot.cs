namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command that can be given to a resource in its present state.</summary>
/// <param name="Name">What <see cref="ResourceCommandService"/> knows it by.</param>
/// <param name="State">Whether it can be given now.</param>
/// <param name="DisplayName">Its label.</param>
/// <param name="DisplayDescription">Its tooltip.</param>
/// <param name="Parameter">Unused here.</param>
/// <param name="ConfirmationMessage">The question to ask before; null asks nothing.</param>
/// <param name="IconName">The name of a Fluent UI icon.</param>
/// <param name="IconVariant">Which form of that icon.</param>
/// <param name="IsHighlighted">Whether it has its own button, rather than a line in the menu.</param>
public sealed record ResourceCommandSnapshot(
    string Name, ResourceCommandState State, string DisplayName, string? DisplayDescription, object? Parameter,
    string? ConfirmationMessage, string? IconName, IconVariant? IconVariant, bool IsHighlighted);

/// <summary>Whether a command can be given.</summary>
public enum ResourceCommandState
{
    /// <summary>It can.</summary>
    Enabled,

    /// <summary>It is shown and cannot.</summary>
    Disabled,

    /// <summary>It is not shown.</summary>
    Hidden,
}

/// <summary>The two forms of a Fluent UI icon.</summary>
public enum IconVariant
{
    /// <summary>Outlined.</summary>
    Regular,

    /// <summary>Filled.</summary>
    Filled,
}
