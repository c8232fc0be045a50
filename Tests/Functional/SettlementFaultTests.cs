using System.Globalization;
using Api.Gateway.Credits;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The database breaks while calls are admitted and settled: each is charged once in the end, and told once.</summary>
public sealed class SettlementFaultTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(CommitFault.LostBefore)]
    [InlineData(CommitFault.AnswerLost)]
    public async Task Settlement_WhoseCommitBreaks_IsMadeAndToldOnce(CommitFault fault)
    {
        await using var proxy = PostgresProxy.Before(await (await PostgresServer.Shared).CreateDatabaseAsync() + ";Command Timeout=30");
        await using var gateway = await GatewayHost.StartAsync(proxy.ConnectionString);
        var (account, secret) = await CreateAsync(gateway, credits: 1);
        var reservation = await gateway.ReserveAsync(secret);
        var (told, model) = (new List<decimal>(), $"model-{Guid.NewGuid():N}");
        var broken = proxy.TrapCommit(fault, model);

        gateway.Settlements.Settle(reservation, GatewayHost.Used(input: 40, model: model), told.Add);

        await SettledAsync(gateway);
        Assert.True(broken.IsCompleted);
        Assert.Equal([0.04m], told);
        Assert.Equal("grant 1, reservation -0.1, release 0.1, charge -0.04", await gateway.LedgerAsync(account));
    }

    [Theory]
    [InlineData(CommitFault.LostBefore)]
    [InlineData(CommitFault.AnswerLost)]
    public async Task Admission_WhoseCommitBreaks_IsMadeOnce(CommitFault fault)
    {
        await using var proxy = PostgresProxy.Before(await (await PostgresServer.Shared).CreateDatabaseAsync() + ";Command Timeout=30");
        await using var gateway = await GatewayHost.StartAsync(proxy.ConnectionString);
        var (account, secret) = await CreateAsync(gateway, credits: 1);
        var broken = proxy.TrapCommit(fault, "INSERT INTO credit_reservations");

        var admission = await gateway.AdmitAsync(secret);

        Assert.True(broken.IsCompleted);
        Assert.Equal(9, admission.Requests!.Left);
        Assert.Equal("grant 1, reservation -0.1", await gateway.LedgerAsync(account));
        Assert.Equal(9m, decimal.Floor((decimal)(await PostgresServer.ExecuteAsync(proxy.ConnectionString, "SELECT \"RequestsLeft\" FROM api_keys"))!));
    }

    [Fact]
    public async Task Settlements_WhileTheDatabaseIsKilled_WaitAndAreMadeOnce()
    {
        const int Calls = 20;
        await using var postgres = await PostgresServer.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(await postgres.CreateDatabaseAsync());
        var (account, secret) = await CreateAsync(gateway, credits: 10, limit: Calls);
        var reservations = new List<Reservation>();
        for (var i = 0; i < Calls; i++)
            reservations.Add(await gateway.ReserveAsync(secret));
        var told = 0;

        await postgres.CrashAsync();
        foreach (var reservation in reservations)
            gateway.Settlements.Settle(reservation, GatewayHost.Used(input: 10), _ => Interlocked.Increment(ref told));
        await Assert.ThrowsAnyAsync<Exception>(() => gateway.AdmitAsync(secret));
        Assert.Equal((Calls, 0), (gateway.Settlements.Waiting, told));
        using (var client = gateway.Api.CreateClient())
            Assert.Equal(Calls, ScrapedText.Value(await client.GetStringAsync("/metrics"), "credit_settlements_waiting"));
        await postgres.StartAgainAsync();

        await SettledAsync(gateway);
        Assert.Equal(Calls, told);
        Assert.Equal(9.8m, await gateway.AvailableAsync(account));
        var entries = await gateway.EntriesAsync(account);
        Assert.Equal(
            (1, Calls, Calls, Calls),
            (Count("grant"), Count("reservation"), Count("release"), Count("charge")));
        Assert.DoesNotContain(gateway.Api.Log.Records, record => record.GetProperty("message").GetString()!.Contains("could not be settled", StringComparison.Ordinal));

        int Count(string kind) => entries.Count(entry => entry.GetProperty("kind").GetString() == kind);
    }

    [Fact]
    public async Task Settlements_WhenTheHostStops_AreMadeFirst()
    {
        const int Calls = 100;
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        var gateway = await GatewayHost.StartAsync(database);
        var (_, secret) = await CreateAsync(gateway, credits: 10, limit: Calls);
        var reservations = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => gateway.ReserveAsync(secret)));

        foreach (var reservation in reservations)
            gateway.Settlements.Settle(reservation, GatewayHost.Used(input: 10));
        await gateway.DisposeAsync();

        Assert.Equal(9m.ToString(CultureInfo.InvariantCulture), $"{(decimal)(await PostgresServer.ExecuteAsync(database, "SELECT \"Available\" FROM accounts"))!:0.####}");
        Assert.Equal(0L, await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM credit_reservations"));
    }

    private static async Task<(string Account, string Secret)> CreateAsync(GatewayHost gateway, decimal credits, int limit = 10)
    {
        var account = await gateway.CreateAccountAsync(credits);
        return (account, (await gateway.CreateKeyAsync(account, new { name = "A test", requestsPerMinute = limit, tokensPerMinute = 1_000_000 })).Secret);
    }

    private static Task SettledAsync(GatewayHost gateway) => Eventually.PassesAsync(() => Task.Run(() => Assert.Equal(0, gateway.Settlements.Waiting)), Deadline);
}
