using Api.Chores;
using Api.Identity;
using Api.Rewards;
using static Dashboards.Queries;

namespace Dashboards;

/// <summary>Families and their chores, and the requests that these are made of.</summary>
internal static class HouseholdDashboard
{
    private const string Routes = "/api/v1/(activities|adjustments|assignments|chores|families|ledger|statistics|users)(/.*)?";
    private const string Endpoints = $"endpoint=~\"{Routes}\"";
    private const string Handlers = $"handler=~\"{Routes}\"";
    private const string NotRead = "Not read from the database yet";
    private const string NoRequests = "No requests in this time";

    public static Dashboard Create() => new(
        "household",
        "Household",
        "Do families get their chores done, approved and paid, and does the API let them?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "Business metrics",
                Panels.Lines("Chores", "Per hour: chores that parents created, assignments that children claimed from the pool or completed, and parents approved or sent back.", Unit.PerHour,
                    Target.Prometheus(Hourly(Metrics.ChoresCreated), "created"),
                    Target.Prometheus(Hourly(Metrics.AssignmentsClaimed), "claimed"),
                    Target.Prometheus(Hourly(Metrics.ChoresCompleted), "completed"),
                    Target.Prometheus(Hourly(Metrics.ChoresApproved), "approved"),
                    Target.Prometheus(Hourly(Metrics.ChoresRejected), "rejected")) with { Width = 12 },
                Panels.Number("Pending approvals", "Completed assignments that wait for a parent just now.", Unit.Count, Target.Prometheus(State(Metrics.PendingApprovals))) with
                {
                    Height = 8,
                    NoValue = NotRead,
                },
                Panels.Number("Approved", "What parents approved, of what they decided within the time shown above; the rest they sent back.", Unit.Ratio,
                    Target.Now(Share(Increase(Metrics.ChoresApproved), $"{Increase(Metrics.ChoresApproved)} + {Increase(Metrics.ChoresRejected)}"))) with
                {
                    Height = 8,
                    Thresholds = Threshold.Falling(bad: 0.5, warning: 0.75),
                    NoValue = "Nothing decided",
                },
                Panels.Bars("Time to complete", "Half, and nine of ten, of the chores completed within the time shown above took no longer from the moment that a child had them. By mode.", Unit.Seconds,
                    Target.Now(QuantileShown(0.50, Metrics.CompletionTime, ChoresMetrics.ModeTag), $"half, {{{{{ChoresMetrics.ModeTag}}}}}"),
                    Target.Now(QuantileShown(0.90, Metrics.CompletionTime, ChoresMetrics.ModeTag), $"90 %, {{{{{ChoresMetrics.ModeTag}}}}}")) with { Width = 12, NoValue = "No chore completed" },
                Panels.Table(
                    "Rewards, bonuses and penalties", "What went into the ledger within the time shown above. The amount of a reward is the chore's own.",
                    [new(RewardsMetrics.TypeTag, "Kind"), new("Value #A", "How many", Unit.Count), new("Value #B", "Mean amount", Unit.Count)],
                    sortBy: "How many",
                    Target.Prometheus($"round({Increase(Metrics.Adjustments, RewardsMetrics.TypeTag)} or {Named("reward", Increase(Metrics.RewardsPaid))})"),
                    Target.Prometheus(
                        $"{Increase(Metrics.AdjustedAmount + "_sum", RewardsMetrics.TypeTag)} / ({Increase(Metrics.AdjustedAmount + "_count", RewardsMetrics.TypeTag)} > 0)")) with { Width = 12 }),
            new(
                "User activity",
                Panels.Lines("Active", "Users who logged in within the last 24 hours, and families in which somebody did something within the last seven days.", Unit.Count,
                    Target.Prometheus(State(Metrics.ActiveUsers), "users"),
                    Target.Prometheus(State(Metrics.ActiveFamilies), "families")) with { NoValue = NotRead },
                Panels.Lines("Log-ins", "Per hour: log-ins by role, and those that were refused by the reason.", Unit.PerHour,
                    Target.Prometheus(Hourly(Metrics.Logins, IdentityMetrics.RoleTag), $"{{{{{IdentityMetrics.RoleTag}}}}}"),
                    Target.Prometheus(Hourly(Metrics.LoginFailures, IdentityMetrics.ReasonTag), $"refused: {{{{{IdentityMetrics.ReasonTag}}}}}")),
                Panels.Lines("Growth", "Per hour: accounts that were made, by role, families that were created, and users who joined one by its code.", Unit.PerHour,
                    Target.Prometheus(Hourly(Metrics.Registrations, IdentityMetrics.RoleTag), $"new {{{{{IdentityMetrics.RoleTag}}}}}"),
                    Target.Prometheus(Hourly(Metrics.FamiliesCreated), "new family"),
                    Target.Prometheus(Hourly(Metrics.FamilyJoins), "joined a family"))),
            new(
                "HTTP traffic",
                Panels.Table(
                    "Requests", "Of the household's endpoints, of the last minutes, most used first.",
                    [
                        new("endpoint", "Endpoint"),
                        new("method", "Method"),
                        new("Value #A", "Requests", Unit.RequestsPerSecond),
                        new("Value #B", "Half within", Unit.Seconds),
                        new("Value #C", "95 % within", Unit.Seconds) { Thresholds = Threshold.Rising(warning: 0.5, bad: 1) },
                        new("Value #D", "99 % within", Unit.Seconds),
                    ],
                    sortBy: "Requests",
                    Target.Prometheus(Rate(Metrics.Requests, "endpoint, method", Endpoints)),
                    Target.Prometheus(Quantile(0.50, Metrics.RequestDuration, "endpoint, method", Endpoints)),
                    Target.Prometheus(Quantile(0.95, Metrics.RequestDuration, "endpoint, method", Endpoints)),
                    Target.Prometheus(Quantile(0.99, Metrics.RequestDuration, "endpoint, method", Endpoints))) with { NoValue = NoRequests }),
            new(
                "Error tracking",
                Panels.LinesWithTable("Errors by endpoint and type", "Requests of the household answered with an error per second: 409 means that somebody else was first.", Unit.RequestsPerSecond,
                    Target.Prometheus(Rate(Metrics.Errors, "endpoint, status_code, error_type", Endpoints), "{{endpoint}} {{status_code}} {{error_type}}")) with
                {
                    Width = 24,
                    NoValue = "No errors",
                }),
            new(
                "System health",
                Panels.Stack("Active requests", "Requests of the household that are being answered, by endpoint.", Unit.Count,
                    Target.Prometheus(Sum(Of(Metrics.InProgress, Endpoints), "endpoint"), "{{endpoint}}")) with { Width = 12, NoValue = "Nothing in progress" },
                Panels.LinesWithTable("Response size (95 %)", "95 % of the bodies of an endpoint's answers were no larger.", Unit.Bytes,
                    Target.Prometheus(Quantile(0.95, Metrics.ResponseSize, "handler", Handlers), "{{handler}}")) with { NoValue = NoRequests }),
        ]);

    private static string Named(string kind, string query) => $"label_replace({query}, \"{RewardsMetrics.TypeTag}\", \"{kind}\", \"\", \"\")";
}
