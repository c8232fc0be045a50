using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>A real service that measures what is usual, and what is not.</summary>
internal static class OddService
{
    /// <summary>A label of <c>odd_text</c>.</summary>
    public const string Text = "say \"hi\" \\n a\nnew line, } größer 👪";

    /// <summary>The trace of a request that is sampled.</summary>
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>What <c>odd_value</c> has, with the label <c>case</c>.</summary>
    public static readonly Dictionary<string, double> Values = new()
    {
        ["nan"] = double.NaN,
        ["endless"] = double.PositiveInfinity,
        ["bottomless"] = double.NegativeInfinity,
        ["largest"] = double.MaxValue,
        ["smallest"] = double.Epsilon,
        ["third"] = 1 / 3.0,
    };

    public static Task<SmallService> StartAsync(params (string Key, string Value)[] settings) => SmallService.StartAsync(Map, settings);

    /// <summary>Has it do something that takes some seconds, in a request that is sampled or not.</summary>
    /// <returns>The id of the request's span.</returns>
    public static async Task<string> WorkAsync(this SmallService service, string seconds, bool isSampled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/work/{seconds}");
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-{(isSampled ? "01" : "00")}");
        using var response = await service.Client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static void Map(WebApplication app)
    {
        var meter = app.Services.GetRequiredService<IMeterFactory>().Create(new MeterOptions("odd"));
        var done = meter.CreateCounter<long>("jobs.done", "{job}", "Jobs that were \"done\".");
        var time = meter.CreateHistogram("job.time", "s", "Time that a job took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 2_000_000] });
        var change = meter.CreateHistogram("odd.change", "By", "May be below zero.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [-1, 1] });
        var level = meter.CreateUpDownCounter<int>("odd.level", description: "Goes up and down.");

        meter.CreateObservableGauge("odd.value", () => Values.Select(value => new Measurement<double>(value.Value, new KeyValuePair<string, object?>("case", value.Key))));
        meter.CreateObservableGauge("odd.text", () => new Measurement<int>(1, new("text", Text), new("empty", "")));
        meter.CreateObservableGauge("größe", () => 2, "m", "Größe.");

        app.MapGet("/work/{seconds}", (double seconds) =>
        {
            done.Add(1, new KeyValuePair<string, object?>("kind", "small"));
            time.Record(seconds);
            change.Record(-2);
            level.Add(-4);
            return Activity.Current!.SpanId.ToHexString();
        });
    }
}
