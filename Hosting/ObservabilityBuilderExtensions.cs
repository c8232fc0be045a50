namespace Hosting;

/// <summary>Adds telemetry to an application: the services that keep and show it, and their use.</summary>
public static class ObservabilityBuilderExtensions
{
    /// <summary>Adds Prometheus (port 9090), Tempo (3200), Loki (3100) and Grafana (3000), wired to each other.</summary>
    /// <param name="builder">The application.</param>
    /// <returns>The four, for <see cref="WithObservability"/>.</returns>
    public static Observability AddObservability(this IDistributedApplicationBuilder builder)
    {
        var prometheus = builder.AddPrometheus(port: 9090);
        var tempo = builder.AddTempo(port: 3200).WithSpanMetrics(prometheus);
        var loki = builder.AddLoki(port: 3100);
        var grafana = builder.AddGrafana(port: 3000).WithDataSource(prometheus).WithDataSource(tempo).WithDataSource(loki);

        return new Observability(prometheus, tempo, loki, grafana);
    }

    /// <summary>Has a service scraped, and tells it where its traces and logs go.</summary>
    /// <typeparam name="T">The type of the service.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="observability">The services of <see cref="AddObservability"/>.</param>
    /// <returns>The service.</returns>
    public static IResourceBuilder<T> WithObservability<T>(this IResourceBuilder<T> builder, Observability observability)
        where T : ProjectResource
    {
        ArgumentNullException.ThrowIfNull(observability);

        return builder
            .WithScraping(observability.Prometheus)
            .WithReference(observability.Tempo)
            .WithReference(observability.Loki);
    }
}
