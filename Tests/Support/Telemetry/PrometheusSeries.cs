using System.Globalization;
using System.Text.Json;
using Xunit.Sdk;

namespace Tests.Support.Telemetry;

/// <summary>Metrics in Prometheus.</summary>
internal sealed class PrometheusSeries(PrometheusClient prometheus, TimeSpan deadline) : SeriesSource("Prometheus", deadline)
{
    private static readonly TimeSpan ExemplarsSince = TimeSpan.FromMinutes(15);

    /// <summary>Waits until a series has an exemplar.</summary>
    /// <param name="metric">A counter, or a histogram's <c>_bucket</c>.</param>
    /// <param name="labels">Labels that the series must have; it may have others.</param>
    /// <returns>The id of the trace that the newest one leads to.</returns>
    /// <exception cref="XunitException">None has one in time.</exception>
    public async Task<string> TraceOfAsync(string metric, params (string Name, string Value)[] labels)
    {
        var series = Uri.EscapeDataString(Selector(metric, labels));
        var traceId = "";
        await Eventually.PassesAsync(
            async () =>
            {
                var now = TimeProvider.System.GetUtcNow();
                var found = await prometheus.GetAsync($"query_exemplars?query={series}&start={(now - ExemplarsSince).ToUnixTimeSeconds()}&end={now.ToUnixTimeSeconds() + 1}");
                var exemplars = found.EnumerateArray().SelectMany(one => one.GetProperty("exemplars").EnumerateArray()).ToList();
                Assert.True(exemplars.Count > 0, $"After {Deadline.TotalSeconds:0} s Prometheus has no exemplar of {Selector(metric, labels)}.");
                traceId = exemplars[^1].GetProperty("labels").GetProperty("trace_id").GetString()!;
            },
            Deadline);
        return traceId;
    }

    protected override async Task<IReadOnlyList<Sample>> ReadAsync(string metric)
    {
        var data = await prometheus.GetAsync($"query?query={Uri.EscapeDataString(metric)}");
        return [.. data.GetProperty("result").EnumerateArray().Select(series => new Sample(metric, Labels(series), Value(series)))];
    }

    protected override async Task<IReadOnlyList<string>> ReadNamesAsync() => [.. (await prometheus.GetAsync("label/__name__/values")).EnumerateArray().Select(name => name.GetString()!)];

    private static Dictionary<string, string> Labels(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().Where(label => label.Name != "__name__").ToDictionary(label => label.Name, label => label.Value.GetString()!);

    private static double Value(JsonElement series) => double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
}
