using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Tells a service where to send its telemetry, and under which name the dashboard finds it.</summary>
internal sealed class OtlpEnvironment(DashboardResource? dashboard)
{
    /// <summary>The dashboard is for looking at what happens now: a second rather than the standard's 5 s and 60 s.</summary>
    private const string Immediately = "1000";

    public void AddTo(Dictionary<string, object> environment, IResource resource, string instance)
    {
        // The dashboard joins a service's telemetry with its resource by "{service name}-{instance id}".
        environment["OTEL_SERVICE_NAME"] = resource.Name;
        environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={InstanceNames.GetSuffix(instance)}";

        if (dashboard is null)
            return;

        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = dashboard.GetEndpoint(DashboardResource.OtlpGrpcEndpointName);
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        if (dashboard.OtlpApiKey is { } key)
            environment["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        environment["OTEL_BSP_SCHEDULE_DELAY"] = Immediately;
        environment["OTEL_BLRP_SCHEDULE_DELAY"] = Immediately;
        environment["OTEL_METRIC_EXPORT_INTERVAL"] = Immediately;
    }
}
