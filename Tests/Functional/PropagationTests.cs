using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>A trace goes on through a service to those that it calls: https://www.w3.org/TR/trace-context and https://www.w3.org/TR/baggage.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class PropagationTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string CallerId = "b7ad6b7169203331";

    [Fact]
    public async Task Call_OfAHandler_BelongsToTheTraceOfItsRequest()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await StartAsync(OtlpSettings.Tempo(tempo.Url));

        var passedOn = await CallAsync(service, flags: "01");
        await service.StopAsync();

        var outer = Assert.Single(tempo.Spans, span => span.Name == "GET /outer");
        var call = Assert.Single(tempo.Spans, span => span.Kind == OtlpSpanKind.Client);
        var inner = Assert.Single(tempo.Spans, span => span.Name == "GET /inner");
        Assert.All(tempo.Spans, span => Assert.Equal(TraceId, span.TraceId));
        Assert.Equal((CallerId, outer.SpanId, call.SpanId), (outer.ParentSpanId, call.ParentSpanId, inner.ParentSpanId));
        Assert.Equal("System.Net.Http", call.Scope);
        Assert.Equal(($"00-{TraceId}-{call.SpanId}-01", "vendor=1", "user=7"), passedOn);
    }

    // Sampled or not, and also with nowhere to send spans: the callee may have.
    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task Context_WithoutAnyDestination_IsPassedOn(string flags)
    {
        await using var service = await StartAsync();

        var (traceparent, tracestate, baggage) = await CallAsync(service, flags);

        Assert.StartsWith($"00-{TraceId}-", traceparent, StringComparison.Ordinal);
        Assert.Equal(("vendor=1", "user=7"), (tracestate, baggage));
    }

    [Fact]
    public async Task Sources_OfTheService_AreTraced_AndOthersAreNot()
    {
        using var own = new ActivitySource("Tests");
        using var part = new ActivitySource("Tests.Part");
        using var other = new ActivitySource("TestsOfOthers");
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () =>
            {
                foreach (var source in (ActivitySource[])[own, part, other])
                    source.StartActivity("work")?.Dispose();
            }),
            [.. OtlpSettings.Quick, OtlpSettings.Tempo(tempo.Url)]);

        (await service.Client.GetAsync("/")).Dispose();
        await service.StopAsync();

        Assert.Equal(["Microsoft.AspNetCore", "Tests", "Tests.Part"], tempo.Spans.Select(span => span.Scope).Order(StringComparer.Ordinal));
    }

    private static Task<SmallService> StartAsync(params (string, string)[] settings) => SmallService.StartAsync(
        app =>
        {
            app.MapGet("/outer", async (HttpContext context) =>
            {
                using var client = new HttpClient();
                return await client.GetStringAsync(new Uri($"http://{context.Request.Host}/inner"));
            });
            app.MapGet("/inner", (HttpRequest request) => $"{request.Headers["traceparent"]} {request.Headers["tracestate"]} {request.Headers["baggage"].ToString().Replace(" ", "", StringComparison.Ordinal)}");
        },
        [.. OtlpSettings.Quick, .. settings]);

    private static async Task<(string TraceParent, string TraceState, string Baggage)> CallAsync(SmallService service, string flags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/outer");
        request.Headers.Add("traceparent", $"00-{TraceId}-{CallerId}-{flags}");
        request.Headers.Add("tracestate", "vendor=1");
        request.Headers.Add("baggage", "user=7");
        using var response = await service.Client.SendAsync(request);
        return (await response.Content.ReadAsStringAsync()).Split(' ') switch
        {
            [var traceparent, var tracestate, var baggage] => (traceparent, tracestate, baggage),
            var other => throw new InvalidOperationException(string.Join(' ', other)),
        };
    }
}
