namespace Dashboards;

/// <summary>Every dashboard, in the order of their menu. A module of the Api that brings metrics adds its own here.</summary>
internal static class AllDashboards
{
    public static IReadOnlyList<Dashboard> List { get; } =
    [
        OverviewDashboard.Create(),
        HttpDashboard.Create(),
        DatabaseDashboard.Create(),
        HouseholdDashboard.Create(),
        GatewayDashboard.Create(),
        WorkDashboard.Create(),
        RuntimeDashboard.Create(),
        SlosDashboard.Create(),
        LogsAndTracesDashboard.Create(),
    ];
}
