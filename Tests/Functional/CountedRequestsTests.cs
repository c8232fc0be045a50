using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Which requests are counted, and by what, as the settings say.</summary>
public sealed class CountedRequestsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly string[] Counts = ["http_server_request_duration_seconds_count{", "http_request_size_bytes_count{", "http_response_size_bytes_count{", "http_requests_in_progress{"];

    [Fact]
    public async Task Handler_ExcludedByAnAnchoredPattern_IsCountedNowhere()
    {
        await using var service = await SmallService.StartAsync(
            app =>
            {
                app.MapGet("/internal/{id}", (string id) => id);
                app.MapGet("/internal/{id}/more", (string id) => id);
                app.MapGet("/api/internal/x", () => "x");
            },
            ("Metrics:ExcludedHandlers:0", "/nothing"), ("Metrics:ExcludedHandlers:1", "/internal/[^/]+"));

        foreach (var path in (string[])["/internal/1", "/internal/1/more", "/api/internal/x"])
            (await service.Client.GetAsync(path)).Dispose();

        var text = await ScrapeWithAsync(service, "\"/api/internal/x\"");
        Assert.All(Counts, name => Assert.DoesNotContain(Lines(text, name), line => line.Contains("\"/internal/{id}\"", StringComparison.Ordinal)));
        Assert.All(Counts, name => Assert.Contains(Lines(text, name), line => line.Contains("\"/internal/{id}/more\"", StringComparison.Ordinal)));
        Assert.Contains(service.Log.Requests, line => line.GetProperty("endpoint").GetString() == "/internal/{id}"); // a line it has all the same
    }

    [Fact]
    public async Task Unmatched_Ignored_IsCountedNowhere()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/there", () => "there"), ("Metrics:Unmatched", "ignore"));

        (await service.Client.GetAsync("/nowhere")).Dispose();
        (await service.Client.GetAsync("/there")).Dispose();

        var text = await ScrapeWithAsync(service, "\"/there\"");
        Assert.All(Counts, name => Assert.All(Lines(text, name), line => Assert.Contains("\"/there\"", line, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Endpoint_WithHttpMetricsDisabled_IsLoggedAndNotCounted()
    {
        await using var service = await SmallService.StartAsync(app =>
        {
            app.MapGet("/quiet", () => "quiet").DisableHttpMetrics();
            app.MapGet("/there", () => "there");
        });

        (await service.Client.GetAsync("/quiet")).Dispose();
        (await service.Client.GetAsync("/there")).Dispose();

        var text = await ScrapeWithAsync(service, "\"/there\"");
        Assert.All(Counts, name => Assert.DoesNotContain(Lines(text, name), line => line.Contains("\"/quiet\"", StringComparison.Ordinal)));
        Assert.Contains(service.Log.Requests, line => line.GetProperty("endpoint").GetString() == "/quiet");
    }

    [Fact]
    public async Task Header_WithAllowedValues_IsALabelWithoutAnyOther()
    {
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/there", () => "there"), ("Metrics:HeaderLabels:Accept-Version:0", "v1"), ("Metrics:HeaderLabels:Accept-Version:1", "v2"));

        foreach (var version in (string?[])["v1", "V2", "v3", "v1,v2", null])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/there");
            if (version is not null)
                request.Headers.Add("Accept-Version", version);
            (await service.Client.SendAsync(request)).Dispose();
        }

        await Eventually.PassesAsync(
            async () =>
            {
                var lines = Lines(await service.ScrapeAsync(), "http_server_request_duration_seconds_count{");
                Assert.Equal([("none", 1), ("other", 2), ("v1", 1), ("v2", 1)], lines.Select(line => (Label(line, "accept_version"), int.Parse(line.Split(' ')[^1]))).Order());
            },
            Deadline);
    }

    [Fact]
    public async Task Request_ThatThrows_HasSizesToo()
    {
        await using var service = await SmallService.StartAsync(app => app.MapPost("/throw", async Task (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            throw new InvalidOperationException();
        }));

        (await service.Client.PostAsync("/throw", new StringContent("123"))).Dispose();

        await Eventually.PassesAsync(async () => Assert.Equal(3, await service.ReadAsync("""http_request_size_bytes_sum{handler="/throw"}""")), Deadline);
        Assert.Contains("""error_type="System.InvalidOperationException",http_request_method="POST",http_response_status_code="500",http_route="/throw" """.TrimEnd(), await service.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_TelemetryThrows_IsAnsweredAndTheFailureToldOnce()
    {
        using var broken = new MeterListener();
        broken.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "http.response.size")
                listener.EnableMeasurementEvents(instrument);
        };
        broken.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags[0].Value is "/watched-by-a-broken-listener")
                throw new InvalidOperationException("the listener broke");
        });
        broken.Start();
        await using var service = await SmallService.StartAsync(app => app.MapGet("/watched-by-a-broken-listener", () => "fine"));

        Assert.Equal(("fine", "fine"), (await service.Client.GetStringAsync("/watched-by-a-broken-listener"), await service.Client.GetStringAsync("/watched-by-a-broken-listener")));

        await Eventually.PassesAsync(async () => Assert.Equal(2, await service.ReadAsync("telemetry_requests_failed_total")), Deadline);
        Assert.Equal("the listener broke", Assert.Single(service.Log.Records, record => record.TryGetProperty("exception.message", out _)).GetProperty("exception.message").GetString());
    }

    // An earlier request on another connection may be counted later, so each is waited for.
    private static async Task<string> ScrapeWithAsync(SmallService service, string label)
    {
        var text = "";
        await Eventually.PassesAsync(
            async () =>
            {
                text = await service.ScrapeAsync();
                Assert.Contains("http_response_size_bytes_count{handler=" + label, text, StringComparison.Ordinal);
                Assert.Contains($"http_route={label}", text, StringComparison.Ordinal);
            },
            Deadline);
        return text;
    }

    private static IReadOnlyList<string> Lines(string text, string start) => [.. text.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    private static string Label(string line, string name) => line.Split($"{name}=\"")[1].Split('"')[0];
}
