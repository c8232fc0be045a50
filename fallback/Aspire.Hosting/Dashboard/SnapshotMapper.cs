using System.Collections;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Dashboard;

/// <summary>Snapshots as the dashboard reads them.</summary>
internal static class SnapshotMapper
{
    /// <exception cref="InvalidOperationException">The snapshot has no creation time: sent, it would stop the dashboard for good.</exception>
    public static Protocol.Resource ToResource(ResourceEvent state)
    {
        var snapshot = state.Snapshot;
        var createdAt = snapshot.CreationTimeStamp
            ?? throw new InvalidOperationException($"The snapshot of '{state.ResourceId}' has no creation time. Publish it with ResourceNotificationService, which adds one.");

        var resource = new Protocol.Resource
        {
            Name = state.ResourceId,
            Uid = state.ResourceId,
            DisplayName = state.Resource.Name,
            ResourceType = snapshot.ResourceType,
            CreatedAt = ToTimestamp(createdAt),
            StartedAt = ToTimestamp(snapshot.StartTimeStamp),
            StoppedAt = ToTimestamp(snapshot.StopTimeStamp),
            IsHidden = snapshot.IsHidden,
        };

        // Protobuf takes no null where a text is left out.
        if (snapshot.State is { } current)
            resource.State = current.Text;
        if (snapshot.State?.Style is { } style)
            resource.StateStyle = style;
        if (snapshot.IconName is { } icon)
            resource.IconName = icon;
        if (snapshot.IconVariant is { } variant)
            resource.IconVariant = ToIconVariant(variant);

        resource.Environment.AddRange(snapshot.EnvironmentVariables.Select(ToEnvironmentVariable));
        resource.Commands.AddRange(snapshot.Commands.Select(ToCommand));
        resource.Properties.AddRange(snapshot.Properties.Select(ToProperty));
        resource.Urls.AddRange(snapshot.Urls.Select(ToUrl));
        resource.HealthReports.AddRange(snapshot.HealthReports.Select(ToHealthReport));
        resource.Relationships.AddRange(snapshot.Relationships.Select(other => new Protocol.ResourceRelationship { ResourceName = other.ResourceName, Type = other.Type }));
        if (snapshot.ExitCode is { } exitCode)
            resource.Properties.Add(new Protocol.ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(exitCode) });

        return resource;
    }

    private static Protocol.EnvironmentVariable ToEnvironmentVariable(EnvironmentVariableSnapshot variable)
    {
        var result = new Protocol.EnvironmentVariable { Name = variable.Name, IsFromSpec = variable.IsFromSpec };
        if (variable.Value is { } value)
            result.Value = value;

        return result;
    }

    private static Protocol.ResourceCommand ToCommand(ResourceCommandSnapshot command)
    {
        var result = new Protocol.ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            IsHighlighted = command.IsHighlighted,
            State = command.State switch
            {
                ResourceCommandState.Enabled => Protocol.ResourceCommandState.Enabled,
                ResourceCommandState.Disabled => Protocol.ResourceCommandState.Disabled,
                _ => Protocol.ResourceCommandState.Hidden,
            },
        };
        if (command.DisplayDescription is { } description)
            result.DisplayDescription = description;
        if (command.ConfirmationMessage is { } confirmation)
            result.ConfirmationMessage = confirmation;
        if (command.IconName is { } icon)
            result.IconName = icon;
        if (command.IconVariant is { } variant)
            result.IconVariant = ToIconVariant(variant);

        return result;
    }

    private static Protocol.ResourceProperty ToProperty(ResourcePropertySnapshot property) =>
        new() { Name = property.Name, Value = ToValue(property.Value), IsSensitive = property.IsSensitive };

    private static Protocol.Url ToUrl(UrlSnapshot url)
    {
        var result = new Protocol.Url
        {
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            IsInactive = url.IsInactive,
            DisplayProperties = new() { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
        };
        if (url.Name is { } name)
            result.EndpointName = name;

        return result;
    }

    private static Protocol.HealthReport ToHealthReport(HealthReportSnapshot report)
    {
        var result = new Protocol.HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = ToTimestamp(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            result.Status = status switch
            {
                HealthStatus.Healthy => Protocol.HealthStatus.Healthy,
                HealthStatus.Degraded => Protocol.HealthStatus.Degraded,
                _ => Protocol.HealthStatus.Unhealthy,
            };
        }

        return result;
    }

    private static Protocol.IconVariant ToIconVariant(IconVariant variant) =>
        variant == IconVariant.Filled ? Protocol.IconVariant.Filled : Protocol.IconVariant.Regular;

    private static Timestamp? ToTimestamp(DateTime? utc) =>
        utc is { } time ? Timestamp.FromDateTime(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        int or long or double => Value.ForNumber(Convert.ToDouble(value)),
        IEnumerable items => Value.ForList([.. items.Cast<object?>().Select(ToValue)]),
        _ => Value.ForString(value.ToString()),
    };
}
