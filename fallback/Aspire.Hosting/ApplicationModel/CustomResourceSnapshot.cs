using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All that is known about a resource at one moment. Never changes: a change is a new snapshot.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>Project, Executable, Container, Parameter, ConnectionString, or the name of its class.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Details for the dashboard.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When it was added to the application, UTC. Every published snapshot has it.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it was started last, UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it ended last, UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>Its state; null before it has one.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>What its process ended with.</summary>
    public int? ExitCode { get; init; }

    /// <summary>
    /// The worst of <see cref="HealthReports"/>, where a check that has not run yet counts as unhealthy.
    /// Without health checks a running resource is healthy. Null when it does not run.
    /// </summary>
    public HealthStatus? HealthStatus =>
        State?.Text != KnownResourceStates.Running ? null
        : HealthReports.IsEmpty ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        : HealthReports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);

    /// <summary>One for every health check of the resource, from the start.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>The environment it was started with.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Its addresses.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>The commands it takes, in the order shown.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>What it has to do with other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether the dashboard leaves it out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name of a Fluent UI icon; null lets the dashboard choose by the type.</summary>
    public string? IconName { get; init; }

    /// <summary>Which form of that icon.</summary>
    public IconVariant? IconVariant { get; init; }

    /// <summary>What subscribers of the resource's ready event do; null until it was healthy for the first time since its start.</summary>
    internal Task? Ready { get; init; }
}
