using Microsoft.AspNetCore.Builder;
using Tests.Support;
using Tests.Support.Otlp;
using YamlDotNet.RepresentationModel;

namespace Tests.Functional;

/// <summary>What leaves by OTLP, and where to.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class OtlpTests
{
    private const string TraceServicePath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false, "/v1/traces")]
    [InlineData(true, TraceServicePath)]
    public async Task Request_Answered_IsInTracesLogsAndMetricsOfEveryDestination(bool grpc, string path)
    {
        await using var dashboard = await OtlpSink.StartAsync(grpc);
        await using var tempo = await OtlpSink.StartAsync();
        await using var loki = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/things/{id}", (string id) => id),
            [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(dashboard.Url, grpc), OtlpSettings.Tempo(tempo.Url), OtlpSettings.Loki(loki.Url)]);

        (await service.Client.GetAsync("/things/1")).Dispose();
        await service.StopAsync();

        var span = Assert.Single(dashboard.Spans);
        Assert.Equal(("small", "Microsoft.AspNetCore", "GET /things/{id}", OtlpSpanKind.Server, false), (span.Service, span.Scope, span.Name, span.Kind, span.IsError));
        Assert.Equal(("/things/{id}", 200L), (span.Attributes["http.route"], span.Attributes["http.response.status_code"]));
        Assert.Equal(span.SpanId, Assert.Single(tempo.Spans).SpanId);

        var record = Assert.Single(dashboard.LogRecords, record => record.Body == "Request completed");
        Assert.Equal((span.TraceId, span.SpanId, "small"), (record.TraceId, record.SpanId, record.Service));
        Assert.Equal(span.SpanId, Assert.Single(loki.LogRecords, record => record.Body == "Request completed").SpanId);
        Assert.Contains("http.server.request.duration", dashboard.Metrics);

        Assert.All(dashboard.Requests, request => Assert.Equal("the key", request.Headers["x-otlp-api-key"]));
        Assert.All([.. tempo.Requests, .. loki.Requests], request => Assert.False(request.Headers.ContainsKey("x-otlp-api-key")));
        Assert.Contains(dashboard.Requests, request => request.Path == path);
        Assert.All(tempo.Requests, request => Assert.Equal("/v1/traces", request.Path));
        Assert.All(loki.Requests, request => Assert.Equal("/otlp/v1/logs", request.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exports_OfEverySignal_AreNoRequestsOfTheService(bool grpc)
    {
        await using var sink = await OtlpSink.StartAsync(grpc);
        await using var service = await SmallService.StartAsync(_ => { }, [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(sink.Url, grpc)]);

        (await service.Client.GetAsync("/")).Dispose();
        await Eventually.PassesAsync(
            () =>
            {
                Assert.True(sink is { Spans.Count: > 0, LogRecords.Count: > 0, Metrics.Count: > 0 }, "Not every signal came.");
                return Task.CompletedTask;
            },
            Deadline);

        var told = ScrapedText.Series(await service.ScrapeAsync(), "http_client_").Where(line => line.Contains($"\"{new Uri(sink.Url).Port}\"", StringComparison.Ordinal));
        Assert.Empty(told);
        Assert.DoesNotContain(sink.Spans, span => span.Kind == OtlpSpanKind.Client);
    }

    [Fact]
    public async Task Endpoint_OfOneSignal_GetsThatOneAtItsVeryAddress()
    {
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            _ => { },
            [.. OtlpSettings.Quick, ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", sink.Url + "/some/where"), ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf")]);

        (await service.Client.GetAsync("/")).Dispose();
        await service.StopAsync();

        Assert.NotEmpty(sink.Requests);
        Assert.All(sink.Requests, request => Assert.Equal("/some/where", request.Path));
    }

    [Fact]
    public async Task Resource_OfLogs_NamesTheServiceAndItsEnvironmentAsLokiIndexesThem()
    {
        await using var loki = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(_ => { }, [.. OtlpSettings.Quick, OtlpSettings.Loki(loki.Url)]);

        (await service.Client.GetAsync("/")).Dispose();
        await service.StopAsync();

        var attributes = (YamlSequenceNode)BundledYaml.Read("loki/loki.yml")["limits_config"]["otlp_config"]["resource_attributes"]["attributes_config"][0]["attributes"];
        var resources = loki.Requests.SelectMany(request => request.Resources).ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource =>
        {
            Assert.Equal(("small", "small", "production"), (resource["service"], resource["service.name"], resource["deployment.environment.name"]));
            Assert.All(attributes, attribute => Assert.Contains($"{attribute}", resource.Keys));
        });
    }

    [Fact]
    public async Task Span_OfARequestThatThrows_TellsTheException()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/throw/{id}", string (string id) => throw new InvalidOperationException("told " + id)),
            [.. OtlpSettings.Quick, OtlpSettings.Tempo(tempo.Url)]);

        (await service.Client.GetAsync("/throw/1")).Dispose();
        await service.StopAsync();

        var span = Assert.Single(tempo.Spans);
        Assert.Equal(("GET /throw/{id}", true), (span.Name, span.IsError));
        Assert.Equal((500L, "System.InvalidOperationException"), (span.Attributes["http.response.status_code"], span.Attributes["error.type"]));
        var (name, exception) = Assert.Single(span.Events);
        Assert.Equal(("exception", "told 1", "System.InvalidOperationException"), (name, exception["exception.message"], exception["exception.type"]));
    }

    [Fact]
    public async Task Endpoints_ForMachines_AreNotTraced()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(_ => { }, [.. OtlpSettings.Quick, OtlpSettings.Tempo(tempo.Url)]);

        foreach (var path in (string[])["/health", "/alive", "/metrics", "/metrics/custom"]) // the last is for people
            (await service.Client.GetAsync(path)).Dispose();
        await service.StopAsync();

        Assert.Equal("GET /metrics/custom", Assert.Single(tempo.Spans).Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exporters_OwnRequests_AreNotTraced(bool grpc)
    {
        await using var dashboard = await OtlpSink.StartAsync(grpc);
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(dashboard.Url, grpc)]);

        for (var sent = 1; sent <= 3; sent++)
        {
            (await service.Client.GetAsync("/")).Dispose();
            await Eventually.PassesAsync(() => { Assert.Equal(sent, dashboard.Spans.Count); return Task.CompletedTask; }, TimeSpan.FromSeconds(10));
        }

        await service.StopAsync();

        Assert.Equal(3, dashboard.Spans.Count);
        Assert.All(dashboard.Requests, request => Assert.False(request.Headers.ContainsKey("traceparent")));
    }
}
