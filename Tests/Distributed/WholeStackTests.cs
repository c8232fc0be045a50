using System.Net;
using Aspire.Hosting.Testing;
using Npgsql;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>The way of somebody who tries the stack for the first time.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class WholeStackTests(WholeStackFixture fixture)
{
    [Fact]
    public async Task User_AfterSignUp_IsFoundById()
    {
        using var api = fixture.Stack.NewApiClient();
        var id = await api.SignUpAsync();

        using var response = await api.GetAsync($"/api/users/{id}");

        Assert.Equal(id, (await response.ReadJsonAsync()).GetProperty("id").ToString());
    }

    [Fact]
    public async Task Database_ByItsConnectionString_HoldsWhoSignedUp()
    {
        using var api = fixture.Stack.NewApiClient();
        var id = await api.SignUpAsync();

        await using var database = NpgsqlDataSource.Create((await fixture.Stack.App.GetConnectionStringAsync("db"))!);
        await using var query = database.CreateCommand("""SELECT count(*) FROM users WHERE "Id" = @id""");
        query.Parameters.AddWithValue("id", Guid.Parse(id));

        Assert.Equal(1L, await query.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Requests_OnceScraped_AreCountedByPrometheus()
    {
        using var api = fixture.Stack.NewApiClient();
        await api.SignUpAsync();
        const int Sent = 7;
        for (var i = 0; i < Sent; i++)
        {
            using var response = await api.GetAsync($"/api/users/{Guid.NewGuid()}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        await fixture.Telemetry.Prometheus.AddsUpToAsync("up", 1, ("job", "backend-api"), ("service", "api"));
        await fixture.Telemetry.Prometheus.AddsUpToAsync("http_requests_total", Sent, ("method", "GET"), ("endpoint", "/api/users/{id}"), ("status", "404"));
        await fixture.Telemetry.MetricsOf("api").AddsUpToAsync("http_requests_total", Sent, ("method", "GET"), ("endpoint", "/api/users/{id}"), ("status", "404"));
    }

    [Fact]
    public async Task Summary_OfTheStack_TellsWhatPrometheusHasScraped()
    {
        using var api = fixture.Stack.NewApiClient();
        await api.SignUpAsync();

        await Eventually.PassesAsync(
            async () =>
            {
                var summary = await api.GetJsonAsync("/prometheus/metrics/summary");
                Assert.False(summary.TryGetProperty("error", out _), summary.ToString());
                Assert.True(long.TryParse(summary.GetProperty("metrics").GetProperty("http").GetProperty("total_requests").GetString(), out var requests) && requests >= 2, summary.ToString());
            },
            TestApp.StartDeadline);
    }

    [Fact]
    public async Task Request_WithTraceContext_IsInTheTracesAndLogsOfTheDashboard()
    {
        using var api = fixture.Stack.NewApiClient();
        var traceId = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/1");
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");

        using var response = await api.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var spans = await fixture.Telemetry.Traces.HasAsync(traceId, "GET /api/users/{id}");
        Assert.Equal(("api", "401"), (spans[0].Service, spans[0].Attributes["http.response.status_code"]));
        var line = await fixture.Telemetry.Logs.HasAsync(traceId, "Request completed");
        Assert.Equal(("api", "/api/users/{id}", "401"), (line.Service, line.Attributes["endpoint"], line.Attributes["status_code"]));
    }

    [Fact]
    public async Task Telemetry_WithoutKey_IsRefused()
    {
        using var stranger = new HttpClient { BaseAddress = fixture.Dashboard.Address };

        using var response = await stranger.GetAsync("/api/telemetry/traces");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
