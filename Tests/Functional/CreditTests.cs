using System.Net;
using Api.Gateway.Credits;
using Api.Gateway.Keys;
using Npgsql;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Credits are set aside, charged and given back, once and exactly, however many want them.</summary>
public sealed class CreditTests(Gateways gateways) : IClassFixture<Gateways>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly GatewayHost _gateway = gateways[0];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Admissions_TwoHundredAtOnceWithCreditsForFifty_LetFiftyThrough(int replicas)
    {
        var account = await _gateway.CreateAccountAsync(credits: 5);
        string[] keys = [(await _gateway.CreateKeyAsync(account)).Secret, (await _gateway.CreateKeyAsync(account)).Secret];

        var admissions = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => gateways[i % replicas].AdmitAsync(keys[i % 2])));

        Assert.Equal((50, 150), (admissions.Count(admission => admission.Reservation is not null), admissions.Count(admission => admission.Refusal == AdmissionRefusal.InsufficientCredits)));
        Assert.Equal((0m, 5m), await CreditsAsync(account));
        Assert.Equal(0m, await SumAsync(account));
    }

    [Fact]
    public async Task Call_Settled_IsChargedWhatItUsedAndGivenBackTheRest()
    {
        var account = await _gateway.CreateAccountAsync(credits: 10);
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var reservation = await _gateway.ReserveAsync(secret, GatewayHost.Call(input: 1000, output: 2000));
        Assert.Equal((5m, 5m), await CreditsAsync(account));
        var charged = new TaskCompletionSource<decimal>();

        _gateway.Settlements.Settle(reservation, GatewayHost.Used(input: 1001, output: 500, "small"), charged.SetResult);

        Assert.Equal(2.001m, await charged.Task.WaitAsync(Deadline));
        Assert.Equal("grant 10, reservation -5, release 5, charge -2.001", await _gateway.LedgerAsync(account));
        Assert.Equal((7.999m, 0m), await CreditsAsync(account));
        var charge = (await _gateway.EntriesAsync(account)).Single(entry => entry.GetProperty("kind").GetString() == "charge");
        Assert.Equal(
            ("small", "provider", 1001, 500, reservation.Id),
            (charge.GetProperty("model").GetString(), charge.GetProperty("provider").GetString(), charge.GetProperty("inputTokens").GetInt32(), charge.GetProperty("outputTokens").GetInt32(),
                charge.GetProperty("reservationId").GetGuid()));
    }

    [Fact]
    public async Task Call_SettledManyTimesByEveryReplica_IsChargedOnce()
    {
        var account = await _gateway.CreateAccountAsync(credits: 10);
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var reservation = await _gateway.ReserveAsync(secret, GatewayHost.Call(input: 3000));

        for (var i = 0; i < 30; i++)
            gateways[i].Settlements.Settle(reservation, GatewayHost.Used(input: 1000));
        gateways[1].Settlements.Release(reservation);

        await AllSettledAsync();
        Assert.Equal("grant 10, reservation -3, release 3, charge -1", await _gateway.LedgerAsync(account));
        Assert.Equal((9m, 0m), await CreditsAsync(account));
    }

    [Fact]
    public async Task Call_ThatUsedMoreThanWasSetAside_IsChargedNoMore()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var reservation = await _gateway.ReserveAsync(secret, GatewayHost.Call(input: 1000));

        _gateway.Settlements.Settle(reservation, GatewayHost.Used(input: 5000));

        await AllSettledAsync();
        Assert.Equal("grant 1, reservation -1, release 1, charge -1", await _gateway.LedgerAsync(account));
    }

    [Fact]
    public async Task Call_Released_CostsNothingAlsoWhenItIsSettledBehind()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var reservation = await _gateway.ReserveAsync(secret);
        _gateway.Settlements.Release(reservation);
        await AllSettledAsync();

        var isCharged = false;
        _gateway.Settlements.Settle(reservation, GatewayHost.Used(input: 100), _ => isCharged = true);

        await AllSettledAsync();
        Assert.False(isCharged);
        Assert.Equal("grant 1, reservation -0.1, release 0.1", await _gateway.LedgerAsync(account));
        Assert.Equal((1m, 0m), await CreditsAsync(account));
    }

    [Fact]
    public async Task Reservation_ThatNobodySettles_IsGivenBackOnceThoughThreeSweep()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var reservation = await _gateway.ReserveAsync(secret);
        await _gateway.ReserveAsync(secret, GatewayHost.Call() with { Longest = TimeSpan.FromHours(1) }); // which is not over
        var end = await gateways.ReadAsync<DateTime>($"""SELECT "ExpiresAt" FROM credit_reservations WHERE "Id" = '{reservation.Id}'""");
        Assert.Equal(TimeSpan.FromMinutes(6), end - gateways.Time.GetUtcNow().UtcDateTime); // a minute after the call has to be over

        await using (var line = await RowLock.TakeAsync(gateways.Database, $"""credit_reservations WHERE "Id" = '{reservation.Id}'"""))
        {
            gateways.Time.Advance(TimeSpan.FromMinutes(6.1));
            await line.HasWaitingAsync(3);
        }

        await Eventually.PassesAsync(async () => Assert.Equal((0.9m, 0.1m), await CreditsAsync(account)), Deadline);
        await Eventually.PassesAsync(async () => Assert.Equal(0L, await WaitingForLocksAsync()), Deadline);
        Assert.Equal("grant 1, reservation -0.1, reservation -0.1, expiry 0.1", await _gateway.LedgerAsync(account));
        Assert.Equal(0.9m, await SumAsync(account));
    }

    [Theory]
    [InlineData(5.0, "charge -1", 4.0)]
    [InlineData(1.25, "charge -0.25", 0.0)] // others have spent the rest meanwhile
    public async Task Call_SettledAfterItsReservationExpired_IsChargedOnceAsFarAsThereAreCredits(double credits, string charge, double left)
    {
        var account = await _gateway.CreateAccountAsync((decimal)credits);
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var reservation = await _gateway.ReserveAsync(secret, GatewayHost.Call(input: 1000));
        gateways.Time.Advance(TimeSpan.FromMinutes(7));
        await Eventually.PassesAsync(async () => Assert.EndsWith("expiry 1", await _gateway.LedgerAsync(account), StringComparison.Ordinal), Deadline);
        if (credits < 2)
            _gateway.Settlements.Settle(await _gateway.ReserveAsync(secret, GatewayHost.Call(input: 1000)), GatewayHost.Used(input: 1000));
        await AllSettledAsync();

        for (var i = 0; i < 9; i++)
            gateways[i].Settlements.Settle(reservation, GatewayHost.Used(input: 1000));

        await AllSettledAsync();
        Assert.Contains(charge, await _gateway.LedgerAsync(account), StringComparison.Ordinal);
        Assert.Equal(((decimal)left, 0m), await CreditsAsync(account));
        Assert.Equal((decimal)left, await SumAsync(account));
    }

    [Theory]
    [InlineData("UPDATE credit_entries SET \"Amount\" = 100")]
    [InlineData("UPDATE credit_entries SET \"Reason\" = '' WHERE false")]
    [InlineData("DELETE FROM credit_entries")]
    [InlineData("TRUNCATE credit_entries")]
    public async Task Ledger_Changed_IsRefusedByTheDatabase(string statement)
    {
        var account = await _gateway.CreateAccountAsync(credits: 3);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.ExecuteAsync(gateways.Database, statement));

        Assert.Contains("never changed or deleted", refusal.MessageText, StringComparison.Ordinal);
        Assert.Equal(3m, await SumAsync(account));
    }

    [Fact]
    public async Task Credits_BelowZero_AreRefusedByTheDatabase()
    {
        var account = await _gateway.CreateAccountAsync(credits: 3);

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => PostgresServer.ExecuteAsync(gateways.Database, $"""UPDATE accounts SET "Available" = -0.00000001 WHERE "Id" = '{account}'"""));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Available_AfterAnySteps_IsTheSumOfTheEntriesToTheLastDigit(int seed)
    {
        const int Steps = 60;
        var chance = new Random(seed);
        var account = await _gateway.CreateAccountAsync();
        var (secret, _) = await _gateway.CreateKeyAsync(account);
        var (available, open) = (0m, new List<(Reservation Reservation, decimal Amount)>());

        for (var step = 0; step < Steps; step++)
        {
            var gateway = gateways[chance.Next(3)];
            switch (chance.Next(4))
            {
                case 0:
                    var amount = chance.Next(1, 100_000_000) / 100_000_000m;
                    await gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{account}/grants", new { amount, reason = "A step" });
                    available += amount;
                    break;

                case 1 or 2:
                    var call = GatewayHost.Call() with { InputTokens = chance.Next(1, 2000), Price = new(chance.Next(1, 1_000_000) / 1_000_000_000m, 0) };
                    var cost = decimal.Round(call.Price.Input * call.InputTokens / 1000, 8, MidpointRounding.ToPositiveInfinity);
                    var admission = await gateway.AdmitAsync(secret, call);
                    Assert.Equal(available >= cost, admission.Reservation is not null);
                    if (admission.Reservation is { } reservation)
                    {
                        available -= cost;
                        open.Add((reservation, cost));
                    }

                    break;

                case 3 when open.Count > 0:
                    var (ended, reserved) = open[0];
                    open.RemoveAt(0);
                    var usage = GatewayHost.Used(input: chance.Next(1, 3000)) with { Price = new(chance.Next(1, 1_000_000) / 1_000_000_000m, 0) };
                    var isReleased = chance.Next(3) == 0;
                    if (isReleased)
                        gateway.Settlements.Release(ended);
                    else
                        gateway.Settlements.Settle(ended, usage);
                    available += reserved - (isReleased ? 0 : Math.Min(reserved, decimal.Round(usage.Price.Input * usage.InputTokens / 1000, 8, MidpointRounding.ToPositiveInfinity)));
                    await AllSettledAsync();
                    break;
            }
        }

        Assert.Equal((available, open.Sum(each => each.Amount)), await CreditsAsync(account));
        Assert.Equal(available, await SumAsync(account));
    }

    [Fact]
    public async Task Grant_RepeatedAtAnotherReplica_IsGivenOnce()
    {
        var account = await _gateway.CreateAccountAsync();
        var key = Ask.NewKey();
        var ask = new Ask(_gateway.Administrator, $"{GatewayHost.Accounts}/{account}/grants", new { amount = 0.00000001m, reason = "The smallest" }, key);

        var (first, second) = (await ask.SendAsync(), await (ask with { Who = gateways[1].Administrator }).SendAsync());

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        Assert.Equal("grant 0.00000001", await _gateway.LedgerAsync(account));
    }

    [Fact]
    public async Task Grant_BeyondWhatAnAccountHolds_IsRefused()
    {
        var account = await _gateway.CreateAccountAsync();
        await PostgresServer.ExecuteAsync(gateways.Database, $"""UPDATE accounts SET "Available" = 9999999998.5 WHERE "Id" = '{account}'""");
        var ask = new Ask(_gateway.Administrator, $"{GatewayHost.Accounts}/{account}/grants", new { amount = 1, reason = "Too much" });

        Assert.Equal(HttpStatusCode.Conflict, (await ask.SendAsync()).Status);
        Assert.Equal(HttpStatusCode.Created, (await (ask with { Body = new { amount = 0.5m, reason = "The rest" } }).SendAsync()).Status);
    }

    [Fact]
    public async Task Accounts_OfMoreThanAPage_AreListedNewestFirst()
    {
        string[] created = [await _gateway.CreateAccountAsync(credits: 2), await _gateway.CreateAccountAsync()];

        var page = await _gateway.Administrator.GetJsonAsync($"{GatewayHost.Accounts}?limit=1");
        var next = await _gateway.Administrator.GetJsonAsync($"{GatewayHost.Accounts}?limit=100&before={page.GetProperty("next").GetString()}");

        var ids = page.GetProperty("items").EnumerateArray().Concat(next.GetProperty("items").EnumerateArray()).Select(account => account.GetProperty("id").ToString()).ToList();
        Assert.Subset(ids.ToHashSet(StringComparer.Ordinal), created.ToHashSet(StringComparer.Ordinal));
        Assert.Distinct(ids);
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);
    }

    private async Task<(decimal Available, decimal Reserved)> CreditsAsync(string account)
    {
        var found = await _gateway.FindAsync(account);
        return (found.GetProperty("available").GetDecimal(), found.GetProperty("reserved").GetDecimal());
    }

    private Task<decimal> SumAsync(string account) => gateways.ReadAsync<decimal>($"""SELECT sum("Amount") FROM credit_entries WHERE "AccountId" = '{account}'""");

    private Task<long> WaitingForLocksAsync() =>
        gateways.ReadAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

    private Task AllSettledAsync() => Eventually.PassesAsync(
        () => Task.Run(() => Assert.Equal(0, Enumerable.Range(0, 3).Sum(replica => gateways[replica].Settlements.Waiting))), Deadline);
}
