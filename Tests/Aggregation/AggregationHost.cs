using System.Net.Http.Json;
using System.Text.Json;
using Api.Aggregation;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>A service that has the endpoints of the aggregation and nothing else, and what one asks it.</summary>
internal static class AggregationHost
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task<SmallService> StartAsync(Uri? prometheus, TimeProvider? time = null) =>
        StartAsync(time, prometheus is null ? [] : [("PROMETHEUS_URL", prometheus.OriginalString)]);

    public static Task<SmallService> StartAsync(TimeProvider? time, params (string Key, string Value)[] settings) => SmallService.StartAsync(
        builder =>
        {
            builder.AddAggregation();
            if (time is not null)
                builder.Services.AddSingleton(time);
        },
        app => app.MapAggregation(),
        settings);

    public static Task<JsonElement> ReadSummaryAsync(this SmallService service) => service.Client.GetFromJsonAsync<JsonElement>("/prometheus/metrics/summary");

    /// <summary>The summary, once there is one: on a busy machine Prometheus may be too slow at first.</summary>
    /// <param name="service">The service.</param>
    /// <param name="before">What is done before each attempt.</param>
    public static async Task<JsonElement> SummarizeAsync(SmallService service, Action? before = null)
    {
        JsonElement summary = default;
        await Eventually.PassesAsync(
            async () =>
            {
                before?.Invoke();
                summary = await service.ReadSummaryAsync();
                Assert.False(summary.TryGetProperty("error", out var error), $"{error}");
            },
            Deadline);
        return summary;
    }

    /// <summary>What a text endpoint tells, once it can.</summary>
    public static async Task<string> ExposeAsync(SmallService service, string endpoint)
    {
        var text = "";
        await Eventually.PassesAsync(
            async () =>
            {
                text = await service.Client.GetStringAsync($"/prometheus/metrics/{endpoint}");
                Assert.Contains("\nprometheus_upstream_up 1\n", text, StringComparison.Ordinal);
            },
            Deadline);
        return text;
    }

    /// <summary>All values of a summary, by category and name.</summary>
    public static IReadOnlyList<(string Path, string Value)> ValuesOf(JsonElement summary) =>
    [
        .. from category in summary.GetProperty("metrics").EnumerateObject()
           from value in category.Value.EnumerateObject()
           select ($"{category.Name}.{value.Name}", value.Value.GetString()!),
    ];
}
