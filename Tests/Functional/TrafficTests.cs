using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using Traffic;
using Traffic.Scenarios;

namespace Tests.Functional;

/// <summary>The scenarios of the traffic against the real API.</summary>
public sealed class TrafficTests : IAsyncLifetime
{
    private const string Register = "POST /api/v1/users/register";
    private const string LogIn = "POST /api/v1/users/login";
    private const string Look = "GET /api/users/{id}";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Accounts _accounts = new();
    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private ApiHost _api = null!;
    private HttpClient _client = null!;

    [Fact]
    public async Task Scenarios_OfSomebodyKnown_GetTheAnswersThatTheyAreAbout()
    {
        Dictionary<string, string[]> expected = new()
        {
            [nameof(SignUp)] = [$"{Register} 201", $"{LogIn} 200", $"{Look} 200"],
            [nameof(Traffic.Scenarios.LogIn)] = [$"{LogIn} 200", $"{Look} 200"],
            [nameof(LookUp)] = [$"{Look} 200", $"{Look} 200", $"{Look} 200"],
            [nameof(WrongPassword)] = [$"{Register} 201", $"{LogIn} 401", $"{LogIn} 200"],
            [nameof(TakenEmail)] = [$"{Register} 409"],
            [nameof(MalformedBody)] = [$"{Register} 400"],
            [nameof(NoToken)] = [$"{Look} 401"],
            [nameof(UnknownId)] = [$"{Look} 404"],
        };
        Assert.Equal(expected.Keys.Order(), ScenarioList.All.Select(scenario => scenario.Name).Order());
        await RunAsync(new SignUp());

        foreach (var scenario in ScenarioList.All)
        {
            var requests = await RunAsync(scenario);
            Assert.Equal(expected[scenario.Name], requests);
            Assert.Equal(scenario.Requests, requests.Count);
        }
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
        _api = await ApiHost.StartAsync();
        _client = Recorder.NewClient(_api, _requests);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    private Visitor NewVisitor() => new(_client, new(_time, NullLogger<Outage>.Instance), _accounts, _time, new());

    private Task<IReadOnlyList<string>> RunAsync(IScenario scenario) => RunAsync(scenario, NewVisitor());

    /// <returns>The requests that it made, as "METHOD template status".</returns>
    private async Task<IReadOnlyList<string>> RunAsync(IScenario scenario, Visitor visitor)
    {
        _requests.Clear();
        var run = scenario.RunAsync(visitor, CancellationToken.None);

        // Thoughts pass, and the requests between them take the time that they take.
        await Eventually.PassesAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                Assert.True(run.IsCompleted, "It goes on.");
                return Task.CompletedTask;
            },
            Deadline);
        await run;
        return [.. _requests];
    }

    private sealed class Recorder(ConcurrentQueue<string> requests) : DelegatingHandler(new SocketsHttpHandler())
    {
        private const string Users = "/api/users/";

        public static HttpClient NewClient(ApiHost api, ConcurrentQueue<string> requests)
        {
            using var client = api.CreateClient();
            return new(new Recorder(requests)) { BaseAddress = client.BaseAddress };
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var path = request.RequestUri!.AbsolutePath;
            requests.Enqueue($"{request.Method} {(path.StartsWith(Users, StringComparison.Ordinal) ? Users + "{id}" : path)} {(int)response.StatusCode}");
            return response;
        }
    }
}
