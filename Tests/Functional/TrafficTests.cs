using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using Traffic;
using Traffic.Scenarios;

namespace Tests.Functional;

/// <summary>The scenarios of the traffic against the real API.</summary>
public sealed partial class TrafficTests : IAsyncLifetime
{
    private const string Register = "POST /api/v1/users/register";
    private const string LogIn = "POST /api/v1/users/login";
    private const string Look = "GET /api/users/{id}";
    private const string Me = "GET /api/v1/users/me";
    private const string Found = "POST /api/v1/families";
    private const string AddChild = "POST /api/v1/families/{id}/children";
    private const string Chores = "GET /api/v1/chores";
    private const string PutUp = "POST /api/v1/chores";
    private const string List = "GET /api/v1/assignments";
    private const string Claim = "POST /api/v1/assignments/{id}/claim";
    private const string Complete = "POST /api/v1/assignments/{id}/complete";
    private const string Approve = "POST /api/v1/assignments/{id}/approve";
    private const string Reject = "POST /api/v1/assignments/{id}/reject";
    private const string Adjust = "POST /api/v1/adjustments";
    private const string Statistics = "GET /api/v1/statistics";
    private const string Feed = "GET /api/v1/activities";
    private const string OpenAccount = "POST /api/v1/gateway/accounts";
    private const string Chat = "POST /v1/chat/completions";

    // Of somebody who has an account, a family in which nobody has done anything yet, and a key of the gateway.
    private static readonly Dictionary<string, string[]> Expected = new(StringComparer.Ordinal)
    {
        [nameof(SignUp)] = [$"{Register} 201", $"{LogIn} 200", $"{Look} 200"],
        [nameof(Traffic.Scenarios.LogIn)] = [$"{LogIn} 200", $"{Look} 200"],
        [nameof(LookUp)] = [$"{Look} 200", $"{Look} 200", $"{Look} 200"],
        [nameof(StayLoggedIn)] = ["POST /api/v1/users/refresh 200", $"{Me} 200"],
        [nameof(LogOut)] = [$"{LogIn} 200", $"{Me} 200", "POST /api/v1/users/logout 204"],
        [nameof(WrongPassword)] = [$"{Register} 201", $"{LogIn} 401", $"{LogIn} 200"],
        [nameof(TakenEmail)] = [$"{Register} 409"],
        [nameof(MalformedBody)] = [$"{Register} 400"],
        [nameof(NoToken)] = [$"{Look} 401"],
        [nameof(UnknownId)] = [$"{Look} 404"],
        [nameof(UnknownUser)] = [$"{LogIn} 401"],
        [nameof(LockedOut)] = [$"{Register} 201", .. Enumerable.Repeat($"{LogIn} 401", 6)],
        [nameof(DoChores)] = [$"{LogIn} 200", $"{List} 200", $"{Statistics} 200", $"{Statistics} 200", $"{Statistics} 200"],
        [nameof(ApproveChores)] = [$"{List} 200", $"{Statistics} 200", $"{Statistics} 200", $"{Statistics} 200", $"{Statistics} 200"],
        [nameof(ReadUp)] = ["GET /api/v1/families/{id} 200", $"{Statistics} 200", $"{Feed} 200", $"{Chores} 200"],
        [nameof(PlanChores)] = [$"{Chores} 200", $"{PutUp} 201", $"{Feed} 200", $"{PutUp} 201", $"{Feed} 200"],
        [nameof(Traffic.Scenarios.Adjust)] = [$"{Statistics} 200", $"{Adjust} 201", "GET /api/v1/ledger 200"],
        [nameof(FoundFamily)] =
        [
            $"{Register} 201", $"{LogIn} 200", $"{Found} 201", $"{AddChild} 201", $"{AddChild} 201", $"{Register} 201", $"{LogIn} 200", "POST /api/v1/families/join 200",
        ],
        [nameof(RepeatedRequest)] = [$"{PutUp} 201", $"{PutUp} 201"],
        [nameof(ClaimTwice)] = [$"{PutUp} 201", $"{Claim} 200", $"{Claim} 409"],
        [nameof(ApproveTwice)] = [$"{PutUp} 201", $"{Complete} 200", $"{Approve} 200", $"{Approve} 409"],
        [nameof(UnknownChore)] = ["GET /api/v1/chores/{id} 404"],
        [nameof(NotForChildren)] = [$"{Adjust} 403"],
        [nameof(AskModel)] = [$"{Chat} 200"],
        [nameof(ReadAlong)] = [$"{Chat} 200"],
        [nameof(MakeVectors)] = ["POST /v1/embeddings 200"],
        [nameof(Traffic.Scenarios.OpenAccount)] = [$"{OpenAccount} 201", $"{OpenAccount}/{{id}}/grants 201", $"{OpenAccount}/{{id}}/subscription 201", $"{OpenAccount}/{{id}}/keys 201"],
        [nameof(NoCredits)] = [$"{OpenAccount} 201", $"{OpenAccount}/{{id}}/keys 201", $"{Chat} 402"],
    };

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Accounts _accounts = new();
    private readonly Families _families = new();
    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly Customers _customers = NewCustomers();
    private ModelGateway _gateway = null!;
    private HttpClient _client = null!;

    [Fact]
    public async Task Scenarios_OfSomebodyKnown_GetTheAnswersThatTheyAreAbout()
    {
        Assert.Equal(Expected.Keys.Order(), ScenarioList.All.Select(scenario => scenario.Name).Order());
        await RunAsync(new SignUp());
        await RunAsync(new Traffic.Scenarios.OpenAccount());
        await FoundAsync();

        foreach (var scenario in ScenarioList.All.OrderBy(scenario => scenario is FoundFamily)) // last: it makes another family to come home to
        {
            var requests = await RunAsync(scenario);
            Assert.Equal(Expected[scenario.Name], requests);
            Assert.Equal(scenario.Requests, requests.Count);
        }
    }

    [Fact]
    public void Mix_ByDefault_MakesOneRequestInTwentyAMistake()
    {
        var mistakes = ScenarioList.All.Sum(scenario => scenario.Weight * Expected[scenario.Name].Count(request => request[^3] == '4'));

        Assert.Equal(0.05, mistakes / ScenarioList.All.Sum(scenario => scenario.Weight * scenario.Requests), tolerance: 0.005);
    }

    [Fact]
    public async Task Family_VisitedForAWhile_DoesChoresOfEachModeAndItsParentsApproveThem()
    {
        const int Rounds = 18;
        var family = await FoundAsync();
        HashSet<string> seen = [];

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var scenario in (IScenario[])[new PlanChores(), new DoChores(), new ApproveChores()])
            {
                var requests = await RunAsync(scenario, NewVisitor(round));
                Assert.Equal(scenario.Requests, requests.Count(request => scenario is DoChores || request != $"{LogIn} 200")); // now and then a session has ended
                seen.UnionWith(requests);
            }
        }

        Assert.Equal([], ((string[])[$"{Claim} 200", $"{Complete} 200", $"{Approve} 200", $"{Reject} 200", "DELETE /api/v1/chores/{id} 204"]).Except(seen));
        foreach (var mode in (string[])["single", "multi_independent", "unassigned"])
            await HasAsync($"chores_approved_total{{mode=\"{mode}\"}}");

        var visitor = NewVisitor();
        await visitor.GoOnAsync(family.Parents[0], CancellationToken.None);
        var page = await visitor.GetAsync($"{FamilySteps.ChoresPath}?limit=100", System.Net.HttpStatusCode.OK, CancellationToken.None);
        Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 25); // however long this goes on
    }

    [Fact]
    public async Task Children_ManyAtOnce_AreNotInEachOthersWay()
    {
        const int Visits = 8;
        await FoundAsync();
        for (var seed = 0; seed < Visits; seed++)
            await RunAsync(new PlanChores(), NewVisitor(seed));

        await PassAsync(Task.WhenAll(Enumerable.Range(0, Visits).Select(seed => new DoChores().RunAsync(NewVisitor(seed), CancellationToken.None))));

        Assert.InRange(_families.Count, 2, Visits); // all but the first found the family visited, unless that visit had ended
    }

    [Fact]
    public async Task Visit_WhateverItFinds_LeavesAsMuchToChance()
    {
        const int Seed = 9;
        await RunAsync(new SignUp());
        await RunAsync(new Traffic.Scenarios.OpenAccount());
        await FoundAsync();
        foreach (var scenario in ScenarioList.All)
        {
            await RunAsync(new PlanChores());
            var (known, stranger) = (NewVisitor(Seed), NewVisitor(new(), new(), NewCustomers(), Seed)); // who finds nobody to come back to, and nothing to do
            await RunAsync(scenario, known);
            await RunAsync(scenario, stranger);

            Assert.True(known.Random.Next() == stranger.Random.Next(), $"{scenario.Name} draws more or less.");
        }
    }

    [Fact]
    public async Task Family_ThatTheApiDoesNotKnow_IsForgotten()
    {
        var family = await FoundAsync();
        family.Parents[0].Session = family.Parents[1].Session = new("forged", "forged", _time.GetUtcNow().AddHours(1));

        await Assert.ThrowsAsync<UnexpectedAnswerException>(() => RunAsync(new ApproveChores()));

        Assert.Equal(0, _families.Count);
    }

    [Theory]
    [InlineData(nameof(LookUp))]
    [InlineData(nameof(Traffic.Scenarios.LogIn))]
    [InlineData(nameof(UnknownId))]
    [InlineData(nameof(TakenEmail))]
    public async Task Scenario_BeforeAnybodyHasAnAccount_MakesOne(string name)
    {
        var requests = await RunAsync(ScenarioList.All.Single(scenario => scenario.Name == name));

        Assert.Equal($"{Register} 201", requests[0]);
        Assert.Equal(1, _accounts.Count);
    }

    [Fact]
    public async Task Session_ThatHasEnded_IsBegunAnew()
    {
        await RunAsync(new SignUp());

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([$"{LogIn} 200", $"{Look} 200", $"{Look} 200", $"{Look} 200"], await RunAsync(new LookUp()));
    }

    [Fact]
    public async Task Mistakes_WithThePassword_AreMadeWithAnAccountThatNobodyComesBackTo()
    {
        await RunAsync(new SignUp());
        var known = _accounts.At(0)!;
        var visitor = NewVisitor();

        await RunAsync(new WrongPassword(), visitor);

        Assert.NotEqual(known.Email, visitor.Account!.Email);
        Assert.Equal(1, _accounts.Count);
    }

    [Fact]
    public async Task Account_ThatTheApiHasForgotten_IsForgotten()
    {
        _accounts.Add(new("1", "gone@example.org", People.NewPassword()));

        var exception = await Assert.ThrowsAsync<UnexpectedAnswerException>(() => RunAsync(new Traffic.Scenarios.LogIn()));

        Assert.Equal("POST /api/v1/users/login gave 401 instead of 200.", exception.Message);
        Assert.Equal(0, _accounts.Count);
    }

    public async Task InitializeAsync()
    {
        _gateway = await ModelGateway.StartAsync();
        _client = Recorder.NewClient(_gateway.Gateway.Api, _requests);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    private static Customers NewCustomers() => new(GatewayHost.AdministratorKey);

    private Visitor NewVisitor(int seed = 0) => NewVisitor(_accounts, _families, _customers, seed);

    private Visitor NewVisitor(Accounts accounts, Families families, Customers customers, int seed) =>
        new(_client, new(_time, NullLogger<Outage>.Instance), accounts, families, customers, _time, new(seed));

    /// <summary>A family, all of them logged in, that visitors come home to.</summary>
    private async Task<Family> FoundAsync()
    {
        await RunAsync(new FoundFamily());
        var family = _families.Take(0)!;
        foreach (var child in family.Children)
            await NewVisitor().GoOnAsync(child, CancellationToken.None);
        _families.Add(family);
        return family;
    }

    private async Task HasAsync(string series)
    {
        using var client = _gateway.Gateway.Api.CreateClient();
        Assert.Contains(
            (await client.GetStringAsync("/metrics")).Split('\n'), line => line.StartsWith(series + " ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> RunAsync(IScenario scenario) => RunAsync(scenario, NewVisitor());

    /// <returns>The requests that it made, as "METHOD template status".</returns>
    private async Task<IReadOnlyList<string>> RunAsync(IScenario scenario, Visitor visitor)
    {
        _requests.Clear();
        await PassAsync(scenario.RunAsync(visitor, CancellationToken.None));
        return [.. _requests];
    }

    /// <summary>Thoughts pass, and the requests between them take the time that they take.</summary>
    private async Task PassAsync(Task visits)
    {
        while (!visits.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(visits, Task.Delay(TimeSpan.FromMilliseconds(5))).WaitAsync(Deadline);
        }

        await visits;
    }

    private sealed partial class Recorder(ConcurrentQueue<string> requests) : DelegatingHandler(new SocketsHttpHandler())
    {
        public static HttpClient NewClient(ApiHost api, ConcurrentQueue<string> requests)
        {
            using var client = api.CreateClient();
            return new(new Recorder(requests)) { BaseAddress = client.BaseAddress };
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            requests.Enqueue($"{request.Method} {Id().Replace(request.RequestUri!.AbsolutePath, "{id}")} {(int)response.StatusCode}");
            return response;
        }

        [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Id();
    }
}
