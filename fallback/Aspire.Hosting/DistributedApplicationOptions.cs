namespace Aspire.Hosting;

/// <summary>How an application is built.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The simple name of the AppHost's assembly; the entry assembly when null.</summary>
    public string? AssemblyName { get; set; }

    public bool DisableDashboard { get; set; }
}
