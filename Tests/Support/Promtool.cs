using Hosting;

namespace Tests.Support;

/// <summary>Prometheus' own judgement of what it is to read.</summary>
internal static class Promtool
{
    /// <summary>Names that .NET, Npgsql and the seeds of the household chose, and that its checks do not like.</summary>
    public static readonly string[] Disliked =
    [
        "active_users_count", "db_client_connection_count", "dotnet_assembly_count", "dotnet_process_cpu_count", "dotnet_timer_count", "families_active_count",
        "gatewayz_providers_total", "pending_approvals_count", "subscription_count",
    ];

    /// <summary>Runs <c>promtool check metrics</c>.</summary>
    /// <returns>What it complains about, a line each.</returns>
    public static async Task<IReadOnlyList<string>> CheckMetricsAsync(string text)
    {
        var (_, output, errors) = await Filter.RunAsync(BackingServices.InTools("prometheus/promtool"), ["check", "metrics"], text);
        return (output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs <c>promtool check config</c>, which checks the files of rules that it names too; the test fails where that does.</summary>
    public static async Task CheckConfigurationAsync(string file)
    {
        var (exitCode, output, errors) = await Filter.RunAsync(BackingServices.InTools("prometheus/promtool"), ["check", "config", file], "");
        Assert.True(exitCode == 0, output + errors);
    }
}
