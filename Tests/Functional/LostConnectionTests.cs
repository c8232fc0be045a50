using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The connection to PostgreSQL breaks in the middle of changes, at the commit too: what was done is done once, and counted once.</summary>
public sealed class LostConnectionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(CommitFault.LostBefore, true)]
    [InlineData(CommitFault.LostBefore, false)]
    [InlineData(CommitFault.AnswerLost, true)]
    [InlineData(CommitFault.AnswerLost, false)]
    public async Task Commit_WhoseConnectionBreaks_IsDoneAndCountedOnceAndNobodyNotices(CommitFault fault, bool hasKey)
    {
        await using var home = await Home.CreateAsync();
        var bonus = home.Bonus() with { Key = hasKey ? Ask.NewKey() : null };
        var broken = home.Proxy.TrapCommit(fault, home.Reason);

        var reply = await bonus.SendAsync();

        Assert.True(broken.IsCompleted);
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.Equal(1, await home.CountBonusesAsync());
        await home.AssertCountedAsync();
    }

    [Theory]
    [InlineData("INSERT INTO commands")]
    [InlineData("FOR KEY SHARE")]
    [InlineData("INSERT INTO ledger_entries")]
    [InlineData("RELEASE SAVEPOINT", false)] // EF Core would not tell
    [InlineData("UPDATE commands")]
    [InlineData("pg_notify")]
    public async Task Connection_ThatBreaksAtAStatement_IsMadeUpForByAnother(string statement, bool isSaid = true)
    {
        await using var home = await Home.CreateAsync();
        var broken = home.Proxy.Cut(statement);

        var reply = await home.Bonus().SendAsync();

        Assert.Equal((HttpStatusCode.Created, isSaid), (reply.Status, broken.IsCompleted));
        Assert.Equal(1, await home.CountBonusesAsync());
        await home.AssertCountedAsync();
    }

    [Theory]
    [InlineData(CommitFault.LostBefore, 0)]
    [InlineData(CommitFault.AnswerLost, 1)]
    [InlineData(CommitFault.AnswerHeldBack, 1)]
    public async Task Commit_WhileTheDatabaseGoesAway_IsCountedOnceItIsBackAndTheRepeatIsNotDoneTwice(CommitFault fault, long made)
    {
        await using var home = await Home.CreateAsync(patience: fault == CommitFault.AnswerHeldBack ? Home.Short : Home.Long);
        var broken = home.Proxy.TrapCommit(fault, home.Reason, goesAway: fault != CommitFault.AnswerHeldBack);
        var bonus = home.Bonus();

        var reply = await bonus.SendAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.True(broken.IsCompleted);
        Assert.Equal(made, await home.CountBonusesAsync());

        home.Proxy.ComeBack();
        await home.DecidedAsync(made == 1);
        await home.AssertCountedAsync();

        var (again, andAgain) = (await bonus.SendAsync(), await bonus.SendAsync());
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(again, andAgain);
        Assert.Equal(1, await home.CountBonusesAsync());
        await home.AssertCountedAsync();
    }

    [Fact]
    public async Task Repeat_ThatComesBeforeTheOutcomeIsKnown_GetsTheFirstAnswer()
    {
        await using var home = await Home.CreateAsync(Home.Short);
        using var impatient = new CancellationTokenSource();
        var bonus = home.Bonus();
        var broken = home.Proxy.TrapCommit(CommitFault.AnswerHeldBack, home.Reason);

        var first = bonus.SendAsync(cancellationToken: impatient.Token);
        await broken;
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var repeat = await bonus.SendAsync();

        Assert.Equal(HttpStatusCode.Created, repeat.Status);
        Assert.Equal(1, await home.CountBonusesAsync());
        await home.DecidedAsync(wasMade: true);
        await home.AssertCountedAsync();
    }

    [Fact]
    public async Task Client_GoneInTheMiddleOfAChange_LeavesNothing()
    {
        await using var home = await Home.CreateAsync();
        using var impatient = new CancellationTokenSource();
        var assignment = await home.Ada.AssignAsync(home.ByronId);
        var complete = new Ask(home.Byron, $"/api/v1/assignments/{assignment}/complete", Body: null, Ask.NewKey());

        await using (var line = await RowLock.TakeAsync(home.Database, $"""assignments WHERE "Id" = '{assignment}'"""))
        {
            var first = complete.SendAsync(cancellationToken: impatient.Token);
            await line.HasWaitingAsync(1);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await line.HasWaitingAsync(0);
        }

        await home.AssertCountedAsync();
        Assert.Equal(HttpStatusCode.OK, (await complete.SendAsync()).Status);
        await home.AssertCountedAsync();
    }

    [Fact]
    public async Task Backend_TerminatedInTheMiddleOfAChange_IsMadeUpForByAnother()
    {
        await using var home = await Home.CreateAsync();
        var assignment = await home.Ada.AssignAsync(home.ByronId);
        await home.Byron.StepAsync(assignment, "complete");

        await using var line = await RowLock.TakeAsync(home.Database, $"""assignments WHERE "Id" = '{assignment}'""");
        var approval = new Ask(home.Ada, $"/api/v1/assignments/{assignment}/approve").SendAsync();
        await line.HasWaitingAsync(1);
        await line.TerminateWaitingAsync();
        await line.HasWaitingAsync(1);
        await line.ReleaseAsync();

        Assert.Equal(HttpStatusCode.OK, (await approval).Status);
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(home.Database, "SELECT count(*) FROM ledger_entries"));
        await home.AssertCountedAsync();
    }

    [Fact]
    public async Task Database_KilledUnderLoadAgainAndAgain_LosesNoApprovalAndPaysNoneTwice()
    {
        const int Families = 4;
        const int Crashes = 3;
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiHost.StartAsync(database);
        using var end = new CancellationTokenSource();
        var approved = new ConcurrentBag<string>();
        var adjusted = new ConcurrentBag<string>();

        var families = Enumerable.Range(0, Families).Select(_ => Task.Run(LiveAsync)).ToList();
        for (var crash = 1; crash <= Crashes; crash++)
        {
            var enough = approved.Count + (2 * Families);
            await Eventually.PassesAsync(() => Task.Run(() => Assert.True(approved.Count >= enough || families.Any(family => family.IsFaulted))), Deadline);
            await postgres.CrashAsync();
            await postgres.StartAgainAsync();
        }

        await end.CancelAsync();
        await Task.WhenAny(Task.WhenAll(families));
        var unhandled = string.Join('\n', api.Log.Records.Where(record => record.GetProperty("message").GetString()!.StartsWith("An unhandled exception", StringComparison.Ordinal)));
        Assert.True(unhandled.Length == 0, unhandled);
        await Task.WhenAll(families);

        Assert.Equal(approved.Order(StringComparer.Ordinal), await IdsAsync("""SELECT "AssignmentId" FROM ledger_entries WHERE "Kind" = 'Reward' """));
        Assert.Equal(approved.Order(StringComparer.Ordinal), await IdsAsync("""SELECT "Id" FROM assignments WHERE "Status" = 'Approved' """));
        Assert.Equal(adjusted.Order(StringComparer.Ordinal), await IdsAsync("""SELECT "Id" FROM ledger_entries WHERE "Kind" <> 'Reward' """));
        await Eventually.PassesAsync(() => HouseholdCounts.AssertSameAsync(database, api), Deadline);

        // One family from its beginning: it does chores, and every answer that does not come is asked for again.
        async Task LiveAsync()
        {
            using var ada = api.CreateClient();
            using var byron = api.CreateClient();
            var email = $"{Guid.NewGuid():N}@example.com";
            var username = $"byron-{Guid.NewGuid():N}";
            await InsistAsync(new(ada, "/api/v1/users/register", new { email, password = Household.Password, name = "Ada" }, Ask.NewKey()));
            await SignInAsync(ada, new { email, password = Household.Password });
            var familyId = IdOf(await InsistAsync(new(ada, "/api/v1/families", new { name = "The Lovelaces" }, Ask.NewKey())));
            var childId = IdOf(await InsistAsync(new(ada, $"/api/v1/families/{familyId}/children", new { username, password = Household.Password, name = "Byron" }, Ask.NewKey())));
            await SignInAsync(byron, new { username, password = Household.Password });

            while (!end.IsCancellationRequested)
            {
                var chore = new { title = "Tidy up", mode = "single", assigneeIds = (string[])[childId], reward = new { amount = 5 } };
                var assignment = Household.FirstAssignment(await InsistAsync(new(ada, "/api/v1/chores", chore, Ask.NewKey())));
                await InsistAsync(new(byron, $"/api/v1/assignments/{assignment}/complete", Body: null, Ask.NewKey()));
                await InsistAsync(new(ada, $"/api/v1/assignments/{assignment}/approve", Body: null, Ask.NewKey()));
                approved.Add(assignment);
                adjusted.Add(IdOf(await InsistAsync(new(ada, "/api/v1/adjustments", new { childId, type = "penalty", amount = 1, reason = "The window" }, Ask.NewKey()))));
                await SignInAsync(byron, new { username, password = Household.Password });
            }
        }

        async Task<IEnumerable<string>> IdsAsync(string query)
        {
            var ids = await PostgresServer.ExecuteAsync(database, $"SELECT ARRAY({query})");
            return Assert.IsType<Guid[]>(ids).Select(id => id.ToString()).Order(StringComparer.Ordinal);
        }

        static string IdOf(JsonElement answer) => answer.GetProperty("id").ToString();
    }

    private static async Task SignInAsync(HttpClient client, object body) => client.DefaultRequestHeaders.Authorization =
        new("Bearer", (await InsistAsync(new(client, "/api/v1/users/login", body))).GetProperty("accessToken").GetString());

    /// <summary>Repeats a request for as long as the database is away.</summary>
    private static async Task<JsonElement> InsistAsync(Ask ask)
    {
        var reply = await ask.SendAsync();
        await Eventually.PassesAsync(
            async () =>
            {
                if (reply.Status == HttpStatusCode.ServiceUnavailable)
                    reply = await ask.SendAsync();
                Assert.NotEqual(HttpStatusCode.ServiceUnavailable, reply.Status);
            },
            Deadline);
        Assert.True(reply.IsSuccess, $"{ask.Path} gave {(int)reply.Status}: {reply.Body}");
        return JsonSerializer.Deserialize<JsonElement>(reply.Body);
    }

    /// <summary>A parent and a child, and an Api that reaches its database by way of a proxy.</summary>
    private sealed class Home : IAsyncDisposable
    {
        /// <summary>For what breaks at once: what is only slow on a busy machine is not to.</summary>
        public const string Long = "Command Timeout=30";

        /// <summary>For an answer that never comes.</summary>
        public const string Short = "Command Timeout=3;Cancellation Timeout=500";

        private Home(string database, PostgresProxy proxy, ApiHost api) => (Database, Proxy, Api, Ada, Byron) = (database, proxy, api, api.CreateClient(), api.CreateClient());

        public string Database { get; }

        public PostgresProxy Proxy { get; }

        public ApiHost Api { get; }

        public HttpClient Ada { get; }

        public HttpClient Byron { get; }

        public string ByronId { get; private set; } = "";

        /// <summary>What the transaction says that the proxy breaks.</summary>
        public string Reason { get; } = $"A good report {Guid.NewGuid():N}";

        public static async Task<Home> CreateAsync(string patience = Long)
        {
            var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
            var proxy = PostgresProxy.Before($"{database};{patience}");
            var home = new Home(database, proxy, await ApiHost.StartAsync(proxy.ConnectionString));
            await home.Ada.SignUpAsync();
            home.ByronId = await home.Ada.AddChildAsync(await home.Ada.CreateFamilyAsync(), home.Byron);
            return home;
        }

        public Ask Bonus() => new(Ada, "/api/v1/adjustments", new { childId = ByronId, type = "bonus", amount = 5, reason = Reason }, Ask.NewKey());

        public async Task<long> CountBonusesAsync() => (long)(await PostgresServer.ExecuteAsync(Database, "SELECT count(*) FROM ledger_entries"))!;

        /// <summary>Waits until what became of a commit that nobody answered is known, and looked after.</summary>
        public Task DecidedAsync(bool wasMade) => Eventually.PassesAsync(
            () => Task.Run(() => Assert.Contains(
                Api.Log.Records, record => record.GetProperty("message").GetString() == $"A change whose commit was not confirmed is looked after. It was made: {wasMade}.")),
            Deadline);

        public Task AssertCountedAsync() => HouseholdCounts.AssertSameAsync(Database, Api);

        public async ValueTask DisposeAsync()
        {
            Ada.Dispose();
            Byron.Dispose();
            await Api.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
