namespace Hosting;

/// <summary>Adds a page that draws Grafana's dashboards where Grafana cannot run.</summary>
public static class DashboardViewerBuilderExtensions
{
    private const string AspireDashboard = "aspire-dashboard"; // the engine's name for it
    private const int Port = 3000; // Grafana's

    /// <summary>Adds the project that draws the dashboards of <c>grafana/dashboards</c> from Prometheus; nothing where Grafana is part of the application.</summary>
    /// <typeparam name="TProject">The viewer.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="observability">Where the data is.</param>
    public static void AddDashboardViewer<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name, Observability observability)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(observability);

        if (!observability.Grafana.IsLeftOut())
            return;

        builder.AddProject<TProject>(name)
            .WithHttpEndpoint(Port)
            .WithUrlForEndpoint("http", url => url.DisplayText = "Dashboards")
            .WithHttpHealthCheck("/health")
            .WithEnvironment("Dashboards__Directory", BackingServices.Bundled("grafana/dashboards"))
            .WithEnvironment("AllowedHosts", "localhost;127.0.0.1;[::1]") // whoever looks need not sign in: no page of another host may read for them
            .WithReference(observability.Prometheus)
            .WaitFor(observability.Prometheus)
            .WithEnvironment(context =>
            {
                // It joins the application when that starts, unless it is off.
                if (builder.Resources.OfType<IResourceWithEndpoints>().FirstOrDefault(resource => resource.Name == AspireDashboard) is not { } dashboard)
                    return;

                var page = dashboard.Annotations.OfType<EndpointAnnotation>().First(endpoint => endpoint.UriScheme is "http" or "https");
                context.EnvironmentVariables["AspireDashboard__Url"] = dashboard.GetEndpoint(page.Name);
                if (builder.Configuration["AppHost:DashboardApiKey"] is { } key)
                    context.EnvironmentVariables["AspireDashboard__ApiKey"] = key;
            });
    }
}
