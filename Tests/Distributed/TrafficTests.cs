using System.Text.Json;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>What the traffic leaves in the telemetry of the stack.</summary>
public sealed class TrafficTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Traffic_OnceTheStackRuns_IsCountedByPrometheusAndTracedFromItsVisitsIntoTheApi()
    {
        await using var stack = await TestApp.StartAsync(withDashboard: true, "--traffic", "on", "--Traffic:RequestsPerSecond=20", "--Traffic:Seed=4");
        using var dashboard = new DashboardClient(stack.App);
        await stack.App.LogsAsync("traffic", "20 requests a second on average");
        await stack.App.LogsAsync("traffic", "seed 4");

        await Eventually.PassesAsync(
            async () =>
            {
                foreach (var (endpoint, status) in ((string, int)[])[("/api/v1/users/register", 201), ("/api/v1/users/register", 400), ("/api/v1/users/register", 409),
                    ("/api/v1/users/login", 200), ("/api/v1/users/login", 401), ("/api/users/{id}", 200), ("/api/users/{id}", 401), ("/api/users/{id}", 404)])
                {
                    var counted = await stack.Prometheus.QueryAsync($$"""sum(http_requests_total{service="api",endpoint="{{endpoint}}",status="{{status}}"}) > 0""");
                    Assert.True(counted.Count == 1, $"No {status} of {endpoint}.");
                }

                Assert.True(await stack.Prometheus.QueryOneAsync("""sum(http_client_request_duration_seconds_count{service="traffic"})""") > 0);
                Assert.True(await stack.Prometheus.QueryOneAsync("""sum(traffic_visits_total{service="traffic",outcome="completed"})""") > 0);
                Assert.Empty(await stack.Prometheus.QueryAsync("""traffic_visits_total{outcome="unexpected"}"""));
            },
            Deadline);

        await Eventually.PassesAsync(async () => AssertVisitIsOneTrace(await dashboard.ReadTelemetryAsync("traces")), Deadline);
    }

    /// <summary>A visit, the request in it, and what the API did for that, each the parent of the next.</summary>
    private static void AssertVisitIsOneTrace(string otlp)
    {
        var spans = JsonSerializer.Deserialize<JsonElement>(otlp).GetProperty("data").GetProperty("resourceSpans").EnumerateArray().SelectMany(SpansOf).ToList();

        var served = from visit in spans
                     where visit.Service == "traffic" && visit.Parent is null && visit.Name == "LookUp"
                     from call in spans
                     where call.Service == "traffic" && call.Parent == visit.Id && call.Trace == visit.Trace
                     from request in spans
                     where request.Service == "api" && request.Parent == call.Id && request.Trace == visit.Trace
                     select request.Name;

        Assert.Contains("GET /api/users/{id}", served);
    }

    private static IEnumerable<(string? Service, string? Trace, string? Id, string? Parent, string? Name)> SpansOf(JsonElement resource)
    {
        var service = resource.GetProperty("resource").GetProperty("attributes").EnumerateArray()
            .Single(attribute => attribute.GetProperty("key").GetString() == "service.name").GetProperty("value").GetProperty("stringValue").GetString();

        return from scope in resource.GetProperty("scopeSpans").EnumerateArray()
               from span in scope.GetProperty("spans").EnumerateArray()
               let parent = span.TryGetProperty("parentSpanId", out var id) && id.GetString() is { Length: > 0 } text ? text : null
               select (service, span.GetProperty("traceId").GetString(), span.GetProperty("spanId").GetString(), parent, span.GetProperty("name").GetString());
    }
}
