namespace Dashboards;

/// <summary>A query of a panel, and what its series are called.</summary>
/// <param name="Source">The variable that holds the data source to ask.</param>
/// <param name="Query">In PromQL, LogQL or TraceQL, as the source speaks.</param>
/// <param name="Legend">The name of a series, with labels as <c>{{label}}</c>.</param>
internal sealed record Target(Variable Source, string Query, string Legend)
{
    /// <summary>Whether only the newest value counts.</summary>
    public bool Instant { get; init; }

    /// <summary>Whether the series become the rows of a table.</summary>
    public bool AsTable { get; init; }

    /// <summary>Whether single requests are drawn as points that lead to their traces.</summary>
    public bool Exemplars { get; init; }

    /// <summary>What Tempo draws instead of the traces that a query finds: <c>serviceMap</c>.</summary>
    public string QueryType { get; init; } = "traceql";

    /// <summary>A query of Prometheus.</summary>
    public static Target Prometheus(string query, string legend = "") => new(Variable.Prometheus, query, legend);

    /// <summary>A query of Prometheus for the newest values alone.</summary>
    public static Target Now(string query, string legend = "") => new(Variable.Prometheus, query, legend) { Instant = true };

    /// <summary>A query of Loki.</summary>
    public static Target Loki(string query, string legend = "") => new(Variable.Loki, query, legend);

    /// <summary>A query of Tempo.</summary>
    public static Target Tempo(string query) => new(Variable.Tempo, query, "");
}
