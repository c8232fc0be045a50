namespace Api.Aggregation;

/// <summary>Where Prometheus is: <c>PROMETHEUS_URL</c>, else what the AppHost says.</summary>
/// <param name="Url">Its address; null where nobody told.</param>
internal sealed record UpstreamAddress(Uri? Url)
{
    public const string Key = "PROMETHEUS_URL";

    private const string ReferenceKey = "ConnectionStrings:prometheus";

    /// <exception cref="InvalidOperationException">A setting is no address; the message says what to do.</exception>
    public static UpstreamAddress From(IConfiguration configuration) => new(Read(configuration, Key) ?? Read(configuration, ReferenceKey));

    // With a slash at the end: Prometheus may lie below a path.
    private static Uri? Read(IConfiguration configuration, string key) => configuration[key] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") => url,
        var other => throw new InvalidOperationException($"{key} is '{other}'. Give it as a URL with scheme, such as http://localhost:9090, or remove it to do without."),
    };
}
