namespace ServiceDefaults.Otlp;

/// <summary>What OTLP carries, one request for each.</summary>
/// <param name="Name">As variables and paths have it.</param>
/// <param name="Items">What a request is full of.</param>
internal sealed record OtlpSignal(string Name, string Items)
{
    public static readonly OtlpSignal Traces = new("traces", "spans");
    public static readonly OtlpSignal Logs = new("logs", "log records");
    public static readonly OtlpSignal Metrics = new("metrics", "metrics");

    /// <summary>What OTLP over HTTP appends to the address of a server.</summary>
    public string Path => "/v1/" + Name;
}
