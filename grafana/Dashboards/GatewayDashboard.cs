using Api.Gateway;
using Api.Gateway.Plans;
using static Dashboards.Queries;

namespace Dashboards;

/// <summary>The AI gateway: calls to models, the providers behind them, and who pays.</summary>
internal static class GatewayDashboard
{
    private const string Success = $"{GatewayMetrics.StatusTag}=\"success\"";
    private const string LetIn = $"{GatewayMetrics.StatusTag}=~\"success|error|timeout\""; // without those that have no credits, or ask too often
    private const string Model = $"{{{{{GatewayMetrics.ModelTag}}}}}";
    private const string Provider = $"{{{{{GatewayMetrics.ProviderTag}}}}}";
    private const string NoCalls = "No calls in this time";
    private const string NotRead = "Not read from the database yet";

    public static Dashboard Create() => new(
        "gateway",
        "AI gateway",
        "Are calls to models answered, by which providers, how fast, and what do they cost?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "Calls",
                Panels.Stack("Calls by status", "Calls to models per second, and what became of them: each once, however many providers were asked.", Unit.RequestsPerSecond,
                    Target.Prometheus(Rate(Metrics.ModelRequests, GatewayMetrics.StatusTag), $"{{{{{GatewayMetrics.StatusTag}}}}}")) with { Width = 18, NoValue = NoCalls },
                Panels.Number("Answered", "Calls of the last minutes that were answered, of those that were let in: who has no credits, or asks too often, is left out.", Unit.Ratio,
                    Target.Prometheus(Share(Rate(Metrics.ModelRequests, matchers: Success), Rate(Metrics.ModelRequests, matchers: LetIn)))) with
                {
                    Height = 8,
                    Thresholds = Threshold.Falling(bad: 0.95, warning: 0.99),
                    NoValue = NoCalls,
                },
                Panels.LinesWithTable("Time of a call (95 %)", "95 % of the calls to a model were over within this time, streams to their last event.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.95, Metrics.ModelDuration, GatewayMetrics.ModelTag), Model)) with { NoValue = NoCalls },
                Panels.LinesWithTable("Time to the first token", "Half, and 95 %, of the streams had begun within this time.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.50, Metrics.FirstToken), "half"),
                    Target.Prometheus(Quantile(0.95, Metrics.FirstToken), "95 %")) with { NoValue = "No streams in this time" }),
            new(
                "Providers",
                Panels.Table(
                    "Providers", "How they are, by the calls of the last minute; of several replicas, what the worst says.",
                    [
                        new(GatewayMetrics.ProviderTag, "Provider"),
                        new("Value #A", "Available", Unit.Count) { Thresholds = Threshold.Falling(bad: 0.5, warning: 0.9) },
                        new("Value #B", "Health", Unit.Count) { Thresholds = Threshold.Falling(bad: 50, warning: 75) },
                        new("Value #C", "Failed", Unit.Ratio) { Thresholds = Threshold.Rising(warning: 0.05, bad: 0.2) },
                        new("Value #D", "Answers begin after", Unit.Seconds),
                        new("Value #E", "Calls", Unit.RequestsPerSecond),
                    ],
                    sortBy: "Calls",
                    Target.Prometheus(Worst("min", Metrics.ProviderAvailability)),
                    Target.Prometheus(Worst("min", Metrics.ProviderHealth)),
                    Target.Prometheus(Worst("max", Metrics.ProviderErrorRate)),
                    Target.Prometheus(Worst("max", Metrics.ProviderResponseTime)),
                    Target.Prometheus(Rate(Metrics.ModelRequests, GatewayMetrics.ProviderTag, $"{GatewayMetrics.ProviderTag}!=\"{GatewayMetrics.NoProvider}\""))),
                Panels.Lines("Health", "0 to 100. Below 70 a provider is asked after the healthy ones; 0 while it is down.", Unit.Count,
                    Target.Prometheus(Worst("min", Metrics.ProviderHealth), Provider)) with { Width = 12, Max = 100 },
                Panels.LinesWithTable("Failovers by reason", "Calls per second that went on to another provider, and why.", Unit.RequestsPerSecond,
                    Target.Prometheus(Rate(Metrics.Failovers, GatewayMetrics.ReasonTag), $"{{{{{GatewayMetrics.ReasonTag}}}}}")) with { NoValue = "No failovers" }),
            new(
                "Tokens and credits",
                Panels.Stack("Tokens", "Tokens per second that were charged, by model and type.", Unit.PerSecond,
                    Target.Prometheus(
                        Rate(Metrics.TokensUsed, $"{GatewayMetrics.ModelTag}, {GatewayMetrics.TypeTag}"), $"{Model} {{{{{GatewayMetrics.TypeTag}}}}}")) with { Width = 12, NoValue = NoCalls },
                Panels.Stack("Credits", "Credits per hour that were charged, by provider. A credit is a dollar of the providers' prices.", Unit.PerHour,
                    Target.Prometheus(Hourly(Metrics.CreditsUsed, GatewayMetrics.ProviderTag), Provider)) with { Width = 12, NoValue = NoCalls }),
            new(
                "Accounts",
                Panels.Lines("Keys and trials", "Keys that are neither revoked nor expired, and subscriptions in their trial.", Unit.Count,
                    Target.Prometheus(State(Metrics.ActiveKeys), "active keys"),
                    Target.Prometheus(State(Metrics.ActiveTrials), "trials")) with { Width = 18, NoValue = NotRead },
                Panels.Number("Low on credits", "Accounts in use that can spend less than a tenth of what they were granted last.", Unit.Count, Target.Prometheus(State(Metrics.LowAccounts))) with
                {
                    Height = 8,
                    Thresholds = [Threshold.Good, new("orange", 1)],
                    NoValue = NotRead,
                },
                Panels.Table(
                    "Subscriptions", "By plan and status.",
                    [new(PlansMetrics.PlanTag, "Plan"), new(PlansMetrics.StatusTag, "Status"), new("Value", "Subscriptions", Unit.Count)],
                    sortBy: "Subscriptions",
                    Target.Prometheus($"max by ({PlansMetrics.PlanTag}, {PlansMetrics.StatusTag}) ({Of(Metrics.Subscriptions)})"))),
        ]);

    private static string Worst(string aggregation, string gauge) => $"{aggregation} by ({GatewayMetrics.ProviderTag}) ({Of(gauge)})";
}
