using System.Net;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>An open page asks every few seconds: what it asks must not drown what people do.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class ViewerTelemetryTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Polling_OfThePage_LeavesNoSpan()
    {
        using var folder = new TemporaryFolder();
        await using var tempo = await OtlpSink.StartAsync();
        await using var prometheus = new FaultyServer(answer: null);
        await using var viewer = ViewerHost.Start(new Uri(prometheus.Url), folder.Path, [.. OtlpSettings.Quick, OtlpSettings.Tempo(tempo.Url)]);
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = viewer.Address };

        List<string> polled = [];
        foreach (var path in new[] { "/", "/js/main.js", "/api/settings", "/api/dashboards", "/api/v1/query?query=up", "/health" })
            polled.Add(await SendAsync(HttpMethod.Get, path));
        var refused = await SendAsync(HttpMethod.Post, "/api/dashboards");

        await Eventually.PassesAsync(
            () =>
            {
                Assert.Contains(refused, tempo.Spans.Select(span => span.TraceId));
                return Task.CompletedTask;
            },
            Deadline);
        Assert.DoesNotContain(tempo.Spans, span => polled.Contains(span.TraceId));

        async Task<string> SendAsync(HttpMethod method, string path)
        {
            var trace = Guid.NewGuid().ToString("N");
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
            using var response = await client.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
            return trace;
        }
    }
}
