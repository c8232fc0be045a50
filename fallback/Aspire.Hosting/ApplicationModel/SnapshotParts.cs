using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource: one of <see cref="KnownResourceStates"/>, or a text of its own.</summary>
/// <param name="Text">What the dashboard shows.</param>
/// <param name="Style">How it shows it: success, info, warning or error; null lets it decide by the text.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style of its own.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}

/// <summary>A detail of a resource, such as the path of its executable.</summary>
/// <param name="Name">Its key, for example <c>executable.path</c>.</param>
/// <param name="Value">A string, number, boolean, or a sequence of these; null when unknown.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Whether the dashboard masks the value until asked.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>An environment variable of a resource.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value that the process sees.</param>
/// <param name="IsFromSpec">Whether the application model set it, rather than the machine it runs on.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>An address of a resource.</summary>
/// <param name="Name">The endpoint it belongs to; null for a link that somebody added.</param>
/// <param name="Url">The whole address.</param>
/// <param name="IsInternal">Whether only other resources use it, so that the resource table leaves it out.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>How the dashboard shows it.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();

    /// <summary>Whether nothing listens there now.</summary>
    public bool IsInactive { get; init; }
}

/// <summary>How the dashboard shows a <see cref="UrlSnapshot"/>.</summary>
/// <param name="DisplayName">The text of the link; empty shows the address.</param>
/// <param name="SortOrder">Higher comes first.</param>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);

/// <summary>That a resource has to do with another.</summary>
/// <param name="ResourceName">The other's name in the application model.</param>
/// <param name="Type">Reference, WaitFor, Parent or a word of its own.</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);

/// <summary>What a health check of a resource found.</summary>
/// <param name="Name">The key of the check.</param>
/// <param name="Status">What it found; null before it ran.</param>
/// <param name="Description">What it says about it.</param>
/// <param name="ExceptionText">The exception that it met.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When it ran, UTC.</summary>
    public DateTime? LastRunAt { get; init; }
}
