namespace Hosting;

/// <summary>Has the Grafana that carries this show a source of telemetry.</summary>
/// <param name="Name">The name of its file in <c>grafana/provisioning/datasources</c>.</param>
internal sealed record DataSourceAnnotation(string Name) : IResourceAnnotation;
