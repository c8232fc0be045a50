using Aspire.Hosting.Health;
using Aspire.Hosting.Orchestrator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

internal static class DashboardServices
{
    /// <summary>Adds the dashboard. Call it before the orchestrator is added: hosted services start in that order.</summary>
    public static void AddDashboard(this IDistributedApplicationBuilder builder)
    {
        var options = DashboardOptions.Read(builder.Configuration);
        options.WriteSecrets(builder.Configuration);
        var services = builder.Services;

        services.AddSingleton(options);
        services.AddSingleton<ResourceService>();
        services.AddSingleton(provider => new GrpcEndpoint(
            provider.GetRequiredService<ResourceService>().Methods,
            options.ResourceServiceApiKey,
            provider.GetRequiredService<ILogger<GrpcEndpoint>>()));
        services.AddSingleton(provider => new DashboardResource(
            provider.GetRequiredService<EnginePaths>().Dashboard,
            options,
            provider.GetRequiredService<GrpcEndpoint>()));
        services.AddHostedService<DashboardHost>();

        services.AddHealthChecks().Add(new HealthCheckRegistration(
            DashboardResource.ResourceName,
            provider => new HttpHealthCheck(provider.GetRequiredService<DashboardResource>().GetEndpoint(DashboardResource.HttpEndpointName).EndpointAnnotation, "/health", 200),
            failureStatus: null,
            tags: null));
    }
}
