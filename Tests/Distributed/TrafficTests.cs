using Tests.Support;
using Traffic.Scenarios;

namespace Tests.Distributed;

/// <summary>What the traffic leaves in the telemetry of the stack.</summary>
[Collection(TrafficDefinition.Name)]
public sealed class TrafficTests(TrafficFixture fixture)
{
    [Theory]
    [InlineData("/api/v1/users/register", 201)]
    [InlineData("/api/v1/users/register", 400)]
    [InlineData("/api/v1/users/register", 409)]
    [InlineData("/api/v1/users/login", 200)]
    [InlineData("/api/v1/users/login", 401)]
    [InlineData("/api/users/{id}", 200)]
    [InlineData("/api/users/{id}", 401)]
    [InlineData("/api/users/{id}", 404)]
    [InlineData("/api/v1/families", 201)]
    [InlineData("/api/v1/chores", 201)]
    [InlineData("/api/v1/chores/{id}", 404)]
    [InlineData("/api/v1/assignments/{id}/claim", 409)]
    [InlineData("/api/v1/assignments/{id}/complete", 200)]
    [InlineData("/api/v1/assignments/{id}/approve", 200)]
    [InlineData("/api/v1/assignments/{id}/approve", 409)]
    [InlineData("/api/v1/adjustments", 403)]
    public Task Requests_OfPeople_AreCounted_WithTheirMistakes(string endpoint, int status) =>
        fixture.Telemetry.Prometheus.AddsUpToAtLeastAsync("http_requests_total", 1, ("service", "api"), ("endpoint", endpoint), ("status", $"{status}"));

    [Fact]
    public Task Visits_AreCounted() => fixture.Telemetry.Prometheus.AddsUpToAtLeastAsync("traffic_visits_total", 20, ("outcome", "completed"));

    [Fact]
    public async Task Visit_IsTheBeginningOfATrace_ThatGoesOnInTheApi()
    {
        var traceId = await fixture.Telemetry.Prometheus.TraceOfAsync("http_requests_total", ("service", "api"), ("endpoint", "/api/users/{id}"), ("status", "200"));

        // Each is the parent of the next: the visit, which ends last, a request of it, and what the API did for that.
        await Eventually.PassesAsync(
            async () =>
            {
                var spans = await fixture.Telemetry.Traces.HasAsync(traceId, "GET /api/users/{id}");
                var visit = Assert.Single(spans, span => span.ParentId.Length == 0);
                Assert.Equal(("traffic", true), (visit.Service, ScenarioList.All.Any(scenario => scenario.Name == visit.Name)));
                Assert.All(spans.Where(span => span.Name == "GET /api/users/{id}"), served =>
                {
                    var call = Assert.Single(spans, span => span.Id == served.ParentId);
                    Assert.Equal(("api", "traffic", visit.Id), (served.Service, call.Service, call.ParentId));
                });
            },
            TestApp.StartDeadline);
    }

    [Fact]
    public async Task Settings_OfTheAppHost_ReachTheTraffic()
    {
        await fixture.Stack.App.LogsAsync("traffic", $"{TrafficFixture.RequestsPerSecond} requests a second on average");
        await fixture.Stack.App.LogsAsync("traffic", $"seed {TrafficFixture.Seed}");
    }
}
