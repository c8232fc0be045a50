namespace Aspire.Hosting.ApplicationModel;

/// <summary>What came of a command.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it was carried out.</summary>
    public required bool Success { get; init; }

    /// <summary>Whether it was given up because somebody cancelled it.</summary>
    internal bool Canceled { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Message { get; init; }
}
