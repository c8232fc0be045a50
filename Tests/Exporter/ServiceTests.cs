using ServiceDefaults.Prometheus;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Exporter;

/// <summary>All that a service writes, read by others.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class ServiceTests
{
    [Fact]
    public async Task Scrape_UnderTraffic_IsReadByIndependentParsersAsItWasRecorded()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await OddService.StartAsync(OtlpSettings.Tempo(tempo.Url));
        await service.WorkAsync("0.05", isSampled: false);
        await ScrapeAsync(service, ExpositionFormat.OpenMetrics);
        var span = await service.WorkAsync("0.5", isSampled: true);
        await service.WorkAsync("8", isSampled: false);

        var formats = ExpositionFormat.All.Where(format => format.Escaping == Escaping.Underscores).ToArray();
        var texts = await Task.WhenAll(formats.Select(format => ScrapeAsync(service, format)));
        var byOthers = await PythonReader.ReadAsync([.. texts.Zip(formats)]);

        foreach (var (i, format) in formats.Index())
        {
            AssertRecorded(byOthers[i]);
            AssertRecorded(StrictReader.Read(texts[i], format));
            if (format.IsOpenMetrics)
                AssertExemplars(byOthers[i], span);
        }
    }

    // promtool 2.42 reads the text format alone: it takes an exemplar for a broken line, and so \" in HELP. OpenMetrics is for the parser above and for PrometheusTests.
    [Theory]
    [InlineData("text/plain; version=0.0.4")]
    [InlineData("text/plain; version=1.0.0; escaping=underscores")]
    [InlineData("text/plain; version=1.0.0; escaping=dots")]
    [InlineData("text/plain; version=1.0.0; escaping=values")]
    public async Task Scrape_InTheTextFormat_PassesPromtool(string accept)
    {
        await using var service = await OddService.StartAsync();
        await service.WorkAsync("0.05", isSampled: false);

        var complaints = await Promtool.CheckMetricsAsync(await ScrapeAsync(service, AcceptHeader.Choose(accept)));

        Assert.DoesNotContain(complaints, complaint => !Promtool.Disliked.Any(name => complaint.Replace("__", "_", StringComparison.Ordinal).StartsWith(name, StringComparison.Ordinal)));
    }

    private static void AssertRecorded(IReadOnlyList<ReadFamily> families)
    {
        var jobs = Find(families, "jobs_done");
        Assert.Equal(("counter", "Jobs that were \"done\"."), (jobs.Type, jobs.Help));
        Assert.Equal(3, jobs.ValueOf("jobs_done_total", ("kind", "small")));

        var time = Find(families, "job_time_seconds");
        Assert.Equal([("0.1", 1), ("1.0", 2), ("2e+06", 3), ("+Inf", 3)], time.Samples.Take(4).Select(bucket => (bucket.Labels["le"], bucket.Value)));
        Assert.Equal((8.55, 3.0), (time.ValueOf("job_time_seconds_sum"), time.ValueOf("job_time_seconds_count")));

        Assert.Equal([3, 3, 3], Find(families, "odd_change_bytes").Samples.Select(sample => sample.Value));
        Assert.Equal(-12, Find(families, "odd_level").ValueOf("odd_level"));
        Assert.Equal(1, Find(families, "odd_text").ValueOf("odd_text", ("text", OddService.Text)));
        Assert.Equal(2, Find(families, "gr_e_meters").ValueOf("gr_e_meters"));
        Assert.All(OddService.Values, value => Assert.Equal(value.Value, Find(families, "odd_value").ValueOf("odd_value", ("case", value.Key))));

        const string Route = "/work/{seconds}";
        Assert.Equal(3, Find(families, "http_requests").ValueOf(
            "http_requests_total", ("endpoint", Route), ("handler", Route), ("method", "GET"), ("status", "200"), ("status_code", "200"), ("version", "v1")));
    }

    private static void AssertExemplars(IReadOnlyList<ReadFamily> families, string span)
    {
        var job = Assert.Single(Find(families, "jobs_done").Samples, sample => sample.Exemplar is not null).Exemplar!;
        Assert.Equal((OddService.TraceId, span, 1.0), (job.TraceId, job.SpanId, job.Value));

        var bucket = Assert.Single(Find(families, "job_time_seconds").Samples, sample => sample.Exemplar is not null);
        Assert.Equal(("1.0", OddService.TraceId, span, 0.5), (bucket.Labels["le"], bucket.Exemplar!.TraceId, bucket.Exemplar.SpanId, bucket.Exemplar.Value));

        var request = Assert.Single(Find(families, "http_requests").Samples, sample => sample.Exemplar is not null).Exemplar!;
        Assert.Equal((OddService.TraceId, span), (request.TraceId, request.SpanId));
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 - request.Time, 0, 300);
    }

    private static ReadFamily Find(IReadOnlyList<ReadFamily> families, string name) => Assert.Single(families, family => family.Name == name);

    private static async Task<string> ScrapeAsync(SmallService service, ExpositionFormat format)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("Accept", format.ContentType);
        using var response = await service.Client.SendAsync(request);
        Assert.Equal(format.ContentType, response.Content.Headers.ContentType?.ToString());
        return await response.Content.ReadAsStringAsync();
    }
}
