using System.Diagnostics;
using System.Globalization;
using System.Net;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>Three replicas behind one address are one service to those who use it and to those who look at it, also while one goes and another comes.</summary>
public sealed class BalancedReplicaTests(BalancedReplicas replicas) : IClassFixture<BalancedReplicas>
{
    private const int Families = 4;
    private const int Rounds = 12;
    private const string Created = """chores_created_total{mode="single"}""";
    private const string Rewards = "rewards_paid_total ";

    private static readonly TimeSpan CacheDeadline = TimeSpan.FromSeconds(20); // what nobody is told of is forgotten after 30

    private readonly Dictionary<ServiceProcess, int> _direct = [];

    [Fact]
    public async Task Replicas_UnderLoad_AreOneService()
    {
        var (before, lost) = (await ReadCountsAsync(), replicas.Balancer.Losses.Count);
        var start = await Task.WhenAll(replicas.Running.Select(async replica =>
            (replica, Answered: replicas.Balancer.CountAnswered(replica.Address), Counted: ScrapedText.Sum(await replicas.ScrapeAsync(replica), "http_requests_total{"))));
        await using var load = await HouseholdLoad.StartAsync(replicas.Balancer.Address, replicas.Database, Families);

        await LimitHoldsAsync();
        await LockHoldsAsync();
        await ChangeIsSeenAsync();
        await load.GoOnAsync(Rounds);
        await load.StopAsync();

        Assert.Equal((0, lost), (load.Repeated, replicas.Balancer.Losses.Count));
        var after = await ReadCountsAsync();
        Assert.Equal(before.Select(Uncounted), after.Select(Uncounted));
        await TellTheSameAsync("pending_approvals_count", """assignments WHERE "Status" = 'Completed'""");
        await TellTheSameAsync("families_active_count", """(SELECT DISTINCT "FamilyId" FROM activities) AS families""");
        await TellTheSameAsync("active_users_count", """(SELECT DISTINCT "UserId" FROM sessions) AS users""");
        foreach (var (replica, answered, counted) in start)
        {
            var more = replicas.Balancer.CountAnswered(replica.Address) - answered;
            Assert.True(more > Rounds, $"The replica at {replica.Address} has answered {more} requests.");
            await CountsAsync(replica, counted + more + _direct[replica]);
        }
    }

    [Fact]
    public async Task Replica_KilledUnderLoad_LosesNothingButWhatWasSentToIt()
    {
        var (since, before) = (Stopwatch.StartNew(), await ReadCountsAsync());
        var start = await replicas.SumAsync(Created);
        var followers = await replicas.CountAsync("assignments WHERE \"PreviousId\" IS NOT NULL");
        var lost = replicas.Balancer.Losses.Count;
        await using var load = await HouseholdLoad.StartAsync(replicas.Balancer.Address, replicas.Database, Families);
        await load.GoOnAsync(Rounds);
        var victim = replicas.Running[1];
        await Eventually.PassesAsync(async () => Assert.True(await ReadAsync(Created, victim) > 0), BalancedReplicas.Deadline);

        await victim.KillAsync();
        var gone = Stopwatch.GetTimestamp();
        replicas.Running.Remove(victim);
        var left = replicas.Balancer.CountAnswered(victim.Address);
        await load.GoOnAsync(Rounds);
        await Eventually.PassesAsync(async () => Assert.Equal(0, await replicas.Prometheus.QueryOneAsync($$"""up{instance="{{victim.Address.Authority}}"}""")), BalancedReplicas.Deadline);
        Assert.Empty(await replicas.Prometheus.QueryAsync($$"""chores_created_total{instance="{{victim.Address.Authority}}"}"""));
        Assert.Equal(left, replicas.Balancer.CountAnswered(victim.Address));

        replicas.Balancer.Remove(victim.Address);
        var successor = await replicas.AddAsync(victim.Address.Port);
        await load.GoOnAsync(Rounds);
        await load.StopAsync();

        // Nothing is lost but what was sent to it before it was gone, and that is done once as well: its key was repeated.
        var losses = replicas.Balancer.Losses.Skip(lost).ToList();
        Assert.All(losses, each => Assert.True(each.Replica == victim.Address && each.SentAt < gone, each.What));
        Assert.Equal(losses.Count, load.Repeated);
        var after = await ReadCountsAsync();
        foreach (var series in (string[])[Created, "chores_completed_total{", "chores_approved_total{", Rewards])
            Assert.Equal(load.Rounds, after.Single(each => each.Series == series).Rows - before.Single(each => each.Series == series).Rows);
        Assert.Equal(followers + load.Rounds, await replicas.CountAsync("assignments WHERE \"PreviousId\" IS NOT NULL"));
        Assert.Equal((0, 0), (await replicas.SumAsync("background_retries_total{"), await replicas.SumAsync("""background_tasks_total{status="failed",""")));

        // Its successor has its name: it began at 0, and Prometheus, which cannot know what was done between its last look and the kill, counts the rest once.
        await CountsAsync(successor, replicas.Balancer.CountAnswered(successor.Address) - left);
        await Eventually.PassesAsync(
            async () =>
            {
                var range = Range(since);
                Assert.Equal(1, await replicas.Prometheus.QueryOneAsync($$"""resets(chores_created_total{mode="single",instance="{{victim.Address.Authority}}"}[{{range}}])"""));
                var increase = await replicas.Prometheus.QueryOneAsync($$"""sum(increase(chores_created_total{mode="single"}[{{range}}]))""");
                Assert.InRange(increase, await replicas.SumAsync(Created) - start, load.Rounds * 1.2);
            },
            BalancedReplicas.Deadline);
    }

    [Fact]
    public async Task Replica_RolledUnderLoad_LosesNothing()
    {
        var (before, lost, refused) = (await ReadCountsAsync(), replicas.Balancer.Losses.Count, replicas.Balancer.Refused);
        var since = Stopwatch.StartNew();
        await using var load = await HouseholdLoad.StartAsync(replicas.Balancer.Address, replicas.Database, Families);
        await load.GoOnAsync(Rounds);
        var old = replicas.Running[0];

        await replicas.AddAsync();
        await old.TerminateAsync();
        Assert.Equal(0, await old.WaitForExitAsync());
        replicas.Forget(old);
        await load.GoOnAsync(Rounds);
        await load.StopAsync();

        Assert.Equal((0, 0, 0), (load.Repeated, replicas.Balancer.Losses.Count - lost, replicas.Balancer.Refused - refused));
        var after = await ReadCountsAsync();
        foreach (var name in (string[])["chores_created_total", "chores_completed_total", "chores_approved_total", "rewards_paid_total"])
        {
            var (first, last) = (before.Single(each => each.Series == SeriesOf(name)), after.Single(each => each.Series == SeriesOf(name)));
            Assert.Equal(load.Rounds, last.Rows - first.Rows);

            // While it answers its last requests, and when no more come, it is scraped still.
            await Eventually.PassesAsync(
                async () => Assert.Equal(load.Rounds, await replicas.Prometheus.QueryOneAsync($"sum(max_over_time({name}[{Range(since)}]))") - first.Counted),
                BalancedReplicas.Deadline);
        }
    }

    private static double Uncounted((string Series, long Rows, double Counted) each) => each.Rows - each.Counted;

    private static string SeriesOf(string name) => name switch { "chores_created_total" => Created, "rewards_paid_total" => Rewards, _ => name + "{" };

    // What was before does not count.
    private static string Range(Stopwatch since) => string.Create(CultureInfo.InvariantCulture, $"{(int)since.Elapsed.TotalMilliseconds}ms");

    private async Task<IReadOnlyList<(string Series, long Rows, double Counted)>> ReadCountsAsync() =>
        await HouseholdCounts.ReadAsync(replicas.Database, await replicas.ScrapeAsync());

    private Task<double> ReadAsync(string series, ServiceProcess replica) =>
        replicas.Prometheus.QueryOneAsync(series.Replace("}", $",instance=\"{replica.Address.Authority}\"}}", StringComparison.Ordinal));

    // A minute's one request: the next is to come a minute later.
    private async Task LimitHoldsAsync()
    {
        using var administrator = new HttpClient { BaseAddress = replicas.Balancer.Address };
        administrator.DefaultRequestHeaders.Authorization = new("Bearer", GatewayHost.AdministratorKey);
        var (secret, _) = await administrator.CreateKeyAsync(await administrator.CreateAccountAsync(credits: 100), new { name = "Limited", requestsPerMinute = 1, tokensPerMinute = 1_000_000 });
        using var caller = new HttpClient { BaseAddress = replicas.Balancer.Address };
        caller.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        var call = new Ask(caller, "/v1/embeddings", new { model = BalancedReplicas.Model, input = "Who are you?" });

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => call.SendAsync()));

        Assert.Equal("200: 1, 429: 11", Reply.Tally(replies));
    }

    // Five wrong passwords, of which no replica has seen more than two.
    private async Task LockHoldsAsync()
    {
        using var client = new HttpClient { BaseAddress = replicas.Balancer.Address };
        var email = $"{Guid.NewGuid():N}@example.com";
        await client.PostAsync("/api/v1/users/register", new { email, password = Household.Password, name = "Ada" });
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await new Ask(client, "/api/v1/users/login", new { email, password = "wrong password" }).SendAsync()).Status);

        foreach (var replica in replicas.Running)
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(replica, new(client, "/api/v1/users/login", new { email, password = Household.Password }))).Status);
    }

    // Each replica remembers the family and the session, and forgets what has changed.
    private async Task ChangeIsSeenAsync()
    {
        using var parent = new HttpClient { BaseAddress = replicas.Balancer.Address };
        using var child = new HttpClient { BaseAddress = replicas.Balancer.Address };
        await parent.SignUpAsync();
        var family = await parent.CreateFamilyAsync();
        var look = new Ask(parent, $"/api/v1/families/{family}") { Method = HttpMethod.Get };
        foreach (var replica in replicas.Running)
            Assert.True((await AskAsync(replica, look)).IsSuccess);

        const string name = "Byron-Noel";
        var childId = await parent.AddChildAsync(family, child, name);
        await child.StepAsync(await parent.AssignAsync(childId), "complete"); // and waits for a parent
        foreach (var replica in replicas.Running)
            await Eventually.PassesAsync(async () => Assert.Contains(name, (await AskAsync(replica, look)).Body, StringComparison.Ordinal), CacheDeadline);

        Assert.Equal(HttpStatusCode.NoContent, (await new Ask(parent, "/api/v1/users/logout").SendAsync()).Status);
        foreach (var replica in replicas.Running)
            await Eventually.PassesAsync(async () => Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(replica, look)).Status), CacheDeadline);
    }

    private async Task TellTheSameAsync(string gauge, string rows)
    {
        var expected = await replicas.CountAsync(rows);
        await Eventually.PassesAsync(
            async () =>
            {
                foreach (var replica in replicas.Running)
                    Assert.Equal(expected, await replicas.Prometheus.QueryOneAsync($$"""{{gauge}}{instance="{{replica.Address.Authority}}"}"""));
            },
            BalancedReplicas.Deadline);
    }

    private Task CountsAsync(ServiceProcess replica, double requests) => Eventually.PassesAsync(
        async () => Assert.Equal(requests, await replicas.Prometheus.QueryOneAsync($$"""sum(http_requests_total{instance="{{replica.Address.Authority}}"})""")),
        BalancedReplicas.Deadline);

    // Not through the balancer.
    private Task<Reply> AskAsync(ServiceProcess replica, Ask ask)
    {
        _direct[replica] = _direct.GetValueOrDefault(replica) + 1;
        return ask.SendAsync(replica.Address);
    }
}
