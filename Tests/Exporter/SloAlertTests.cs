using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;
using Tests.Support.Rules;

namespace Tests.Exporter;

/// <summary>The alerts on a real service and a real Prometheus, whose minutes last a second.</summary>
public sealed class SloAlertTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TooLong = TimeSpan.FromMilliseconds(550);

    [Fact]
    public async Task SloAlerts_WhileRequestsAreSlowAndFail_Fire()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/fail", async () =>
        {
            await Task.Delay(TooLong);
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }));
        await using var prometheus = await PrometheusServer.StartAsync(folder => Configure(folder, service));
        await Eventually.PassesAsync(async () => await FiringAsync(prometheus.Client, []), Deadline);

        await Eventually.PassesAsync(
            async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await service.Client.GetAsync("/fail")).Dispose()));
                await FiringAsync(prometheus.Client, ["AvailabilityBudgetBurnsFast", "LatencyBudgetBurnsFast"]);
            },
            Deadline);
    }

    private static void Configure(string folder, SmallService service)
    {
        ShortWindows.CopyTo(folder);
        Directory.CreateDirectory(Path.Combine(folder, "targets"));
        File.WriteAllText(
            Path.Combine(folder, "targets/small.json"),
            JsonSerializer.Serialize(new[] { new { targets = new[] { service.Addresses[0].Authority }, labels = new { service = "small", instance = "small-1" } } }));
    }

    /// <summary>Asserts that the service has shares for both objectives, and which critical alerts fire.</summary>
    private static async Task FiringAsync(PrometheusClient prometheus, string[] alerts)
    {
        Assert.Equal(2, (await prometheus.QueryAsync("""{__name__=~"service:.+:ratio_rate5m", service="small"}""")).Count);
        var firing = (await prometheus.GetAsync("alerts")).GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").GetString() == "firing")
            .Select(alert => alert.GetProperty("labels"))
            .Where(labels => labels.GetProperty("severity").GetString() == "critical")
            .Select(labels => labels.GetProperty("alertname").GetString()!);
        Assert.Equal(alerts, firing.Order(StringComparer.Ordinal));
    }
}
