using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>PostgreSQL comes late, dies, hangs, and comes back.</summary>
public sealed class DatabaseOutageTests
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Database_CrashesAndComesBack_RequestsGet503AndThenWorkAgain()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var api = await ApiHost.StartAsync(await postgres.CreateDatabaseAsync());
        using var client = api.CreateClient();
        var id = await client.SignUpAsync();

        await postgres.CrashAsync();
        await AssertUnavailableAsync(() => client.GetAsync($"/api/users/{id}"));
        await AssertUnavailableAsync(() => client.PostAsJsonAsync("/api/v1/users/login", new { email = "a@example.org", password = "whatever" }));
        await AssertHealthAsync(client, HttpStatusCode.ServiceUnavailable);
        var exceptions = ScrapedText.Series(await client.GetStringAsync("/metrics"), "http_exceptions_total{");
        Assert.Contains("""http_exceptions_total{endpoint="/api/users/{id}",exception_type="Npgsql.NpgsqlException"} 1""", exceptions);
        await postgres.StartAgainAsync();

        await Eventually.PassesAsync(() => AssertHealthAsync(client, HttpStatusCode.OK), Recovery);
        using var response = await client.GetAsync($"/api/users/{id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Database_Away_IsLoggedOnceHoweverManyAskForTheHealth()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var api = await ApiHost.StartAsync(await postgres.CreateDatabaseAsync());
        using var client = api.CreateClient();

        await postgres.CrashAsync();
        for (var i = 0; i < 3; i++)
            await AssertHealthAsync(client, HttpStatusCode.ServiceUnavailable);

        var lines = api.Log.Records.Where(record => record.GetProperty("logger").GetString()!.Contains("Health", StringComparison.Ordinal));
        Assert.Collection(
            lines.Select(line => line.GetProperty("message").GetString()),
            healthy => Assert.Equal("The service is healthy.", healthy),
            unhealthy => Assert.StartsWith("The service is Unhealthy. AppDbContext: ", unhealthy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Database_RestartsBetweenTwoRequests_NobodyNotices()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var api = await ApiHost.StartAsync(await postgres.CreateDatabaseAsync());
        using var client = api.CreateClient();
        var id = await client.SignUpAsync();

        await postgres.CrashAsync();
        await postgres.StartAgainAsync();

        using var response = await client.GetAsync($"/api/users/{id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Database_ThatComesAfterTheApi_IsFoundAndMigrated()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await postgres.CrashAsync();
        await using var api = ApiHost.Start(database);
        using var client = api.CreateClient();

        await AssertHealthAsync(client, HttpStatusCode.ServiceUnavailable);
        await AssertUnavailableAsync(() => client.GetAsync("/api/users/1"));
        await postgres.StartAgainAsync();

        await Eventually.PassesAsync(() => AssertHealthAsync(client, HttpStatusCode.OK), Recovery);
        await client.SignUpAsync();
    }

    [Fact]
    public async Task Database_ThatTakesConnectionsAndSaysNothing_HoldsNobodyUp()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var api = ApiHost.Start($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=postgres;Database=db");
        using var client = api.CreateClient();

        await AssertUnavailableAsync(() => client.GetAsync("/api/users/1"));
        await AssertHealthAsync(client, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Database_WhoseMachineIsGone_IsAskedAgainAndAgainAndEndsNothing()
    {
        // A listener whose queue is full: who else wants to connect hears nothing.
        using var full = new TcpListener(IPAddress.Loopback, 0);
        full.Start(backlog: 1);
        var address = (IPEndPoint)full.LocalEndpoint;
        using var first = new TcpClient();
        using var second = new TcpClient();
        await Task.WhenAll(first.ConnectAsync(address), second.ConnectAsync(address));
        await using var api = ApiHost.Start($"Host=127.0.0.1;Port={address.Port};Username=postgres;Database=db;Timeout=1");
        using var client = api.CreateClient();

        await Eventually.PassesAsync(
            () =>
            {
                Assert.True(api.Log.Records.Count(record => record.GetProperty("message").GetString()!.StartsWith("The database could not be migrated", StringComparison.Ordinal)) >= 2, api.Log.Text);
                return Task.CompletedTask;
            },
            Recovery);

        await AssertUnavailableAsync(() => client.GetAsync("/api/users/1"));
        await AssertHealthAsync(client, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Command_ThatTimesOut_IsNotRepeated()
    {
        await using var api = ApiHost.Start("Host=127.0.0.1;Port=1;Username=postgres;Database=db");
        await using var scope = api.Services.CreateAsyncScope();
        var attempts = 0;

        await Assert.ThrowsAsync<TimeoutException>(() => scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.CreateExecutionStrategy().ExecuteAsync(() =>
        {
            attempts++;
            throw new TimeoutException();
        }));

        Assert.Equal(1, attempts);
    }

    [Fact]
    public void ConnectionString_Missing_StopsTheApiAndSaysWhatToSet()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => ApiHost.Start(""));

        Assert.Contains("set ConnectionStrings:db", exception.Message, StringComparison.Ordinal);
    }

    private static async Task AssertUnavailableAsync(Func<Task<HttpResponseMessage>> send)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await send();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, LongestAnswer);
    }

    private static async Task AssertHealthAsync(HttpClient client, HttpStatusCode expected)
    {
        using var alive = await client.GetAsync("/alive");
        using var health = await client.GetAsync("/health");

        Assert.Equal((HttpStatusCode.OK, expected), (alive.StatusCode, health.StatusCode));
    }
}
