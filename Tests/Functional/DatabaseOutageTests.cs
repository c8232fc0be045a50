using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
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
