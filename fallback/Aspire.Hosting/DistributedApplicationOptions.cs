namespace Aspire.Hosting;

/// <summary>How an application is built.</summary>
public sealed class DistributedApplicationOptions
{
    internal string[]? Args { get; set; }

    /// <summary>The simple name of the AppHost's assembly; the entry assembly when null.</summary>
    internal string? AssemblyName { get; set; }

    public bool DisableDashboard { get; set; }
}
