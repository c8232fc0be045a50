namespace Api.Aggregation;

/// <summary>One of the addresses below <c>/prometheus/metrics/</c>.</summary>
/// <param name="Name">The last part of the address.</param>
/// <param name="Meaning">What it tells, in a sentence.</param>
internal sealed record AggregationEndpoint(string Name, string Meaning)
{
    public static readonly AggregationEndpoint Summary = new("summary", "Tells the state of everything in 23 values, as JSON.");
    public static readonly AggregationEndpoint Http = new("system", "Tells of HTTP requests, in Prometheus' text format.");
    public static readonly AggregationEndpoint Providers = new("providers", "Tells how the providers of models are, in Prometheus' text format.");
    public static readonly AggregationEndpoint Models = new("models", "Tells what models were asked and what that cost, in Prometheus' text format.");
    public static readonly AggregationEndpoint Business = new("business", "Tells of keys, subscriptions, trials, tokens and credits, in Prometheus' text format.");
    public static readonly AggregationEndpoint Performance = new("performance", "Tells how fast answers, database and cache are, in Prometheus' text format.");
    public static readonly AggregationEndpoint All = new("all", "Tells what the five others tell, each family once, in Prometheus' text format.");
    public static readonly AggregationEndpoint Docs = new("docs", "Tells what each of these endpoints tells and by which PromQL, as Markdown.");

    /// <summary>Those that answer in the text format.</summary>
    public static readonly AggregationEndpoint[] OfText = [Http, Providers, Models, Business, Performance, All];

    /// <summary>The families that it shows.</summary>
    public IReadOnlyList<AggregatedFamily> Families => this == All ? AggregatedFamily.All : [.. AggregatedFamily.All.Where(family => family.Endpoints.Contains(this))];
}
