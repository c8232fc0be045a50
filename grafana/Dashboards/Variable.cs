namespace Dashboards;

/// <summary>What a person chooses at the top of a dashboard; queries call it <c>$name</c>.</summary>
/// <param name="Name">The name in queries.</param>
/// <param name="Label">The name for people.</param>
/// <param name="Type"><c>datasource</c>, or <c>query</c> for the values of a label.</param>
/// <param name="Query">The kind of data source; or the query that gives the values.</param>
/// <param name="Default">What is chosen at first.</param>
internal sealed record Variable(string Name, string Label, string Type, string Query, string Default)
{
    /// <summary>Where metrics come from.</summary>
    public static readonly Variable Prometheus = new("datasource", "Metrics", "datasource", "prometheus", "prometheus");

    /// <summary>Where logs come from.</summary>
    public static readonly Variable Loki = new("loki", "Logs", "datasource", "loki", "loki");

    /// <summary>Where traces come from.</summary>
    public static readonly Variable Tempo = new("tempo", "Traces", "datasource", "tempo", "tempo");

    /// <summary>Which of the services that Prometheus scrapes.</summary>
    public static readonly Variable Service = new("service", "Service", "query", """label_values(up{job="backend-api"}, service)""", "api");
}
