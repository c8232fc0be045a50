namespace Hosting;

/// <summary>Where one replica serves its metrics.</summary>
/// <param name="Port">The port that the replica itself listens on, not that of the proxy before all replicas.</param>
/// <param name="Path">The path of its metrics.</param>
internal sealed record ScrapeTarget(int Port, string Path)
{
    public const string PathVariable = "METRICS_ENDPOINT";
    private const string UrlsVariable = "ASPNETCORE_URLS";

    /// <summary>Reads the target from the effective environment of a replica; <see langword="null"/> while it has no address.</summary>
    /// <param name="environment">The environment, with <c>ASPNETCORE_URLS</c> such as <c>http://localhost:43421</c>.</param>
    public static ScrapeTarget? From(IEnumerable<EnvironmentVariableSnapshot> environment)
    {
        var values = environment
            .Where(variable => variable.Name is UrlsVariable or PathVariable)
            .ToDictionary(variable => variable.Name, variable => variable.Value);

        var url = values.GetValueOrDefault(UrlsVariable)?.Split(';').FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        return Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? new ScrapeTarget(address.Port, values.GetValueOrDefault(PathVariable) ?? "/metrics")
            : null;
    }
}
