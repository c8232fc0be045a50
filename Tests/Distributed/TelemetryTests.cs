using Tests.Support.Telemetry;
using Xunit.Sdk;

namespace Tests.Distributed;

/// <summary>Assertions on telemetry that do not come true say what there is instead.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class TelemetryTests(WholeStackFixture fixture) : IAsyncLifetime, IDisposable
{
    private readonly AppTelemetry _telemetry = new(fixture.Stack.App, TimeSpan.Zero);

    public async Task InitializeAsync()
    {
        // The assertions of these tests do not wait, so that the service has to be scraped before.
        using var api = fixture.Stack.NewApiClient();
        using var response = await api.GetAsync("/api/users/1");
        await fixture.Telemetry.Prometheus.AddsUpToAtLeastAsync("http_requests_total", 1, ("service", "api"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _telemetry.Dispose();

    [Fact]
    public async Task Metric_OfAnotherName_IsAnsweredWithThoseLikeIt() => await SaysAsync(
        ["Prometheus has no http_requests", "http_requests_in_progress"],
        () => _telemetry.Prometheus.AddsUpToAsync("http_requests", 1));

    [Fact]
    public async Task Metric_OfNoLikeness_IsAnsweredSo() => await SaysAsync(
        ["/metrics of api has no nonsense", "nothing like it"],
        () => _telemetry.MetricsOf("api").AddsUpToAsync("nonsense", 1));

    [Fact]
    public async Task Labels_ThatNoSeriesHas_AreAnsweredWithThoseThereAre() => await SaysAsync(
        ["has no process_open_fds{service=\"shop\"}", "service=\"api\""],
        () => _telemetry.Prometheus.AddsUpToAsync("process_open_fds", 1, ("service", "shop")));

    [Fact]
    public async Task Value_ThatIsAnother_IsAnsweredWithTheSeries() => await SaysAsync(
        ["adds up to 1, not to 2", "job=\"backend-api\""],
        () => _telemetry.Prometheus.AddsUpToAsync("up", 2, ("service", "api")));

    [Fact]
    public async Task Value_TooSmall_IsAnsweredWithTheSeries() => await SaysAsync(
        ["adds up to 1, not to 2 or more"],
        () => _telemetry.Prometheus.AddsUpToAtLeastAsync("up", 2, ("service", "api")));

    [Fact]
    public async Task Trace_ThatNobodySent_IsAnsweredWithAQuestion() => await SaysAsync(
        ["lacks GET /", "was it sampled"],
        () => _telemetry.Traces.HasAsync("0123456789abcdef0123456789abcdef", "GET /"));

    [Fact]
    public async Task SpanAndLine_ThatATraceLacks_AreAnsweredWithThoseThatItHas()
    {
        var traceId = Guid.NewGuid().ToString("N");
        using var api = fixture.Stack.NewApiClient();
        api.DefaultRequestHeaders.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");
        using var response = await api.GetAsync("/api/users/1");
        await fixture.Telemetry.Traces.HasAsync(traceId, "GET /api/users/{id}");
        await fixture.Telemetry.Logs.HasAsync(traceId, "Request completed");

        await SaysAsync(["lacks SELECT", "api: GET /api/users/{id}"], () => _telemetry.Traces.HasAsync(traceId, "SELECT"));
        await SaysAsync(["lacks \"Request lost\"", "Request completed"], () => _telemetry.Logs.HasAsync(traceId, "Request lost"));
    }

    private static async Task SaysAsync(string[] words, Func<Task> assertion)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(assertion);

        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
    }
}
