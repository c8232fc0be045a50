using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>A family's week, and what every series of the household says of it at the end: to a person who reads /metrics, and in Prometheus.</summary>
public sealed class WeekTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ShiftedTime _time = new();
    private readonly List<Person> _people = [];
    private string _database = null!;
    private ApiHost _api = null!;
    private PrometheusServer _prometheus = null!;
    private HttpClient _stranger = null!;
    private DateTimeOffset _monday;

    [Fact]
    public async Task Week_OfAFamily_IsToldExactlyByEverySeries()
    {
        // Monday: everybody comes.
        await AtAsync(day: 0, hour: 8);
        var (ada, charles) = (await RegisterAsync("parent"), await RegisterAsync("parent", asForm: true));
        var familyId = await ada.Client.CreateFamilyAsync();
        var (byron, clara) = (await AddChildAsync(ada, familyId, "Byron"), await AddChildAsync(ada, familyId, "Clara"));
        var dora = await RegisterAsync("child");
        await ada.Client.JoinFamilyAsync(familyId, charles.Client);
        await ada.Client.JoinFamilyAsync(familyId, dora.Client);

        var dishes = await CreateAsync(ada, "Dishes", "single", new { amount = 5m }, cooldownHours: 24, byron);
        var beds = await CreateAsync(charles, "Beds", "multi_independent", new { minimum = 1m, maximum = 4m }, cooldownHours: null, byron, clara);
        var plants = await CreateAsync(ada, "Plants", "unassigned", new { amount = 3.50m }, cooldownHours: 48);
        var reading = await CreateAsync(ada, "Read a book", "single", new { amount = 0m }, cooldownHours: null, dora);

        await AtAsync(day: 0, hour: 8.5); // half an hour after they were given
        await CompleteAsync(byron, dishes);
        await ada.Client.StepAsync(dishes, "approve");
        await clara.Client.StepAsync(plants, "claim");
        await ada.Client.PostAsync("/api/v1/adjustments", new { childId = byron.Id, type = "bonus", amount = 10.10m, reason = "A good report" });

        await AtAsync(day: 0, hour: 13); // four and a half hours after it was claimed
        await CompleteAsync(clara, plants);
        await charles.Client.StepAsync(plants, "approve");

        // Tuesday: the dishes are to be done again; Byron forgets his password.
        await AtAsync(day: 1, hour: 9);
        var dishesAgain = await NextAsync(byron, "Dishes");
        foreach (var _ in Enumerable.Range(0, 5))
            await RefuseLogInAsync(new { username = byron.Login, password = "who knows" });
        await RefuseLogInAsync(new { username = byron.Login, password = Household.Password });
        await RefuseLogInAsync(new { email = "nobody@example.com", password = Household.Password });

        // Wednesday: twenty hours later, and not well done; the plants are dry again.
        await AtAsync(day: 2, hour: 5);
        await CompleteAsync(byron, dishesAgain);
        await charles.Client.StepAsync(dishesAgain, "reject", new { reason = "The pans are missing." });
        await AtAsync(day: 2, hour: 6);
        await CompleteAsync(byron, dishesAgain);
        await charles.Client.StepAsync(dishesAgain, "approve");
        await AtAsync(day: 2, hour: 14);
        var plantsAgain = await NextAsync(byron, "Plants");
        await byron.Client.StepAsync(plantsAgain, "claim");
        using (var late = await clara.Client.PostAsync($"/api/v1/assignments/{plantsAgain}/claim", content: null))
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);

        // Friday: two days after it was claimed. Nobody approves it until Sunday.
        await AtAsync(day: 4, hour: 14);
        await CompleteAsync(byron, plantsAgain);
        await ada.Client.PostAsync("/api/v1/adjustments", new { childId = byron.Id, type = "penalty", amount = 30m, reason = "The window" });
        await ada.Client.PostAsync("/api/v1/adjustments", new { childId = clara.Id, type = "penalty", amount = 120m, reason = "The other window" });
        await ada.Client.PostAsync("/api/v1/adjustments", new { childId = clara.Id, type = "bonus", amount = 4m, reason = "She said so herself" });
        await HasAsync("pending_approvals_count", 1);

        // Sunday: six days after they were given.
        await AtAsync(day: 6, hour: 8);
        await ada.Client.StepAsync(plantsAgain, "approve");
        await CompleteAsync(dora, reading);
        await ada.Client.StepAsync(reading, "approve");
        await CompleteAsync(byron, beds);
        await ada.Client.StepAsync(beds, "approve", new { amount = 2.25m });

        // Tuesday after: the week is summed up, the invite codes have expired, and Clara makes her bed after eight days.
        await AtAsync(day: 8, hour: 9);
        await HasAsync("""background_tasks_total{status="completed",task_type="weekly_summary"}""", 1);
        var week = Assert.Single((await ada.Client.GetJsonAsync("/api/v1/statistics/weeks")).EnumerateArray());
        Assert.Equal(
            (_monday.ToString("yyyy-MM-dd"), 6, 19.25m, 14.10m, 150m),
            (week.GetProperty("week").GetString(), week.GetProperty("approved").GetInt32(), week.GetProperty("earned").GetDecimal(), week.GetProperty("bonuses").GetDecimal(), week.GetProperty("penalties").GetDecimal()));
        var clarasBed = Assert.Single((await clara.Client.GetJsonAsync("/api/v1/assignments?status=pending")).GetProperty("items").EnumerateArray(), item => item.GetProperty("title").GetString() == "Beds");
        await CompleteAsync(clara, clarasBed.GetProperty("id").ToString());
        await byron.Client.LogInAsync(byron.Login);

        await AssertBalancesAsync(ada, ("Byron", 5m + 5m + 3.50m + 2.25m + 10.10m - 30m), ("Clara", 3.50m - 120m + 4m), ("Dora", 0m));
        await AssertSeriesAsync([
            ("""user_registrations_total{role="parent"}""", 2), ("""user_registrations_total{role="child"}""", 3),
            ("""user_logins_total{role="parent"}""", 2), ("""user_logins_total{role="child"}""", 4),
            ("""user_login_failures_total{reason="wrong_password"}""", 5), ("""user_login_failures_total{reason="locked_out"}""", 1),
            ("""user_login_failures_total{reason="unknown_user"}""", 1),
            ("families_created_total", 1), ("family_joins_total", 2), ("families_active_count", 1), ("active_users_count", 1),
            ("""chores_created_total{mode="single"}""", 2), ("""chores_created_total{mode="multi_independent"}""", 1), ("""chores_created_total{mode="unassigned"}""", 1),
            ("""assignments_created_total{mode="single"}""", 4), ("""assignments_created_total{mode="multi_independent"}""", 2), ("""assignments_created_total{mode="unassigned"}""", 3),
            ("assignments_claimed_total", 2),
            ("""chores_completed_total{mode="single"}""", 4), ("""chores_completed_total{mode="multi_independent"}""", 2), ("""chores_completed_total{mode="unassigned"}""", 2),
            ("""chores_approved_total{mode="single"}""", 3), ("""chores_approved_total{mode="multi_independent"}""", 1), ("""chores_approved_total{mode="unassigned"}""", 2),
            ("""chores_rejected_total{mode="single"}""", 1), ("""chores_rejected_total{mode="multi_independent"}""", 0), ("""chores_rejected_total{mode="unassigned"}""", 0),
            ("pending_approvals_count", 1), ("rewards_paid_total", 5),
            .. Buckets("chore_completion_time_seconds", "mode", "single", [("3600.0", 1), ("43200.0", 1), ("86400.0", 3), ("259200.0", 3), ("604800.0", 4), ("1.2096e+06", 4), ("+Inf", 4)]),
            .. Buckets("chore_completion_time_seconds", "mode", "multi_independent", [("3600.0", 0), ("43200.0", 0), ("86400.0", 0), ("259200.0", 0), ("604800.0", 1), ("1.2096e+06", 2), ("+Inf", 2)]),
            .. Buckets("chore_completion_time_seconds", "mode", "unassigned", [("3600.0", 0), ("43200.0", 1), ("86400.0", 1), ("259200.0", 2), ("604800.0", 2), ("1.2096e+06", 2), ("+Inf", 2)]),
            ("""reward_adjustments_total{type="bonus"}""", 2), ("""reward_adjustments_total{type="penalty"}""", 2),
            ("""reward_adjustments_amount_sum{type="bonus"}""", 14.1), ("""reward_adjustments_amount_sum{type="penalty"}""", 150),
            .. Buckets("reward_adjustments_amount", "type", "bonus", [("5.0", 1), ("10.0", 1), ("25.0", 2), ("50.0", 2), ("100.0", 2), ("+Inf", 2)]),
            .. Buckets("reward_adjustments_amount", "type", "penalty", [("5.0", 0), ("10.0", 0), ("25.0", 0), ("50.0", 1), ("100.0", 1), ("+Inf", 2)]),
            ("""background_tasks_total{status="completed",task_type="cooldown_reset"}""", 4), ("""background_tasks_total{status="queued",task_type="cooldown_reset"}""", 4),
            ("""background_tasks_total{status="completed",task_type="invite_expiry"}""", 3), ("""background_tasks_total{status="queued",task_type="invite_expiry"}""", 3),
            ("""background_tasks_total{status="completed",task_type="weekly_summary"}""", 1), ("""background_tasks_total{status="queued",task_type="weekly_summary"}""", 2),
            ("background_queue_size", 1), ("background_overdue", 0), ("background_dead_letters", 0)]);
    }

    public async Task InitializeAsync()
    {
        var now = _time.GetUtcNow();
        _monday = new DateTimeOffset(now.Date.AddDays(8 - (int)now.DayOfWeek), TimeSpan.Zero); // the next, or the one after that
        _database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        _api = ApiHost.Start(_database, configure: services => services.AddSingleton<TimeProvider>(_time));
        await _api.BecomesHealthyAsync();
        _stranger = _api.CreateClient();
        _prometheus = await PrometheusServer.StartAsync(_stranger.BaseAddress!);
    }

    public async Task DisposeAsync()
    {
        _people.ForEach(person => person.Client.Dispose());
        _stranger.Dispose();
        await _prometheus.DisposeAsync();
        await _api.DisposeAsync();
    }

    private static (string Series, double Value)[] Buckets(string histogram, string label, string value, (string Bound, double Count)[] buckets) =>
        [.. buckets.Select(bucket => ($$"""{{histogram}}_bucket{{{label}}="{{value}}",le="{{bucket.Bound}}"}""", bucket.Count)),
            ($$"""{{histogram}}_count{{{label}}="{{value}}"}""", buckets[^1].Count)];

    /// <summary>Puts the clock to a time of the week. Tokens are good for an hour: who is there gets new ones.</summary>
    private async Task AtAsync(int day, double hour)
    {
        _time.Advance(_monday.AddDays(day).AddHours(hour) - _time.GetUtcNow());
        foreach (var person in _people)
        {
            var tokens = await _stranger.PostAsync("/api/v1/users/refresh", new { refreshToken = person.RefreshToken });
            person.Take(tokens);
        }
    }

    private async Task<Person> RegisterAsync(string role, bool asForm = false)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = email, ["password"] = Household.Password, ["name"] = role == "child" ? "Dora" : "Ada", ["role"] = role };
        using HttpContent body = asForm ? new FormUrlEncodedContent(fields) : JsonContent.Create(fields);
        using var registered = await _stranger.PostAsync("/api/v1/users/register", body);
        return await ComeAsync((await registered.ReadJsonAsync()).GetProperty("id").ToString(), email, _api.CreateClient());
    }

    private async Task<Person> AddChildAsync(Person parent, string familyId, string name)
    {
        var username = $"{name}-{Guid.NewGuid():N}";
        var child = await parent.Client.PostAsync($"/api/v1/families/{familyId}/children", new { username, password = Household.Password, name });
        return await ComeAsync(child.GetProperty("id").ToString(), username, _api.CreateClient());
    }

    private async Task<Person> ComeAsync(string id, string login, HttpClient client)
    {
        var person = new Person(id, login, client);
        person.Take(await client.LogInAsync(login));
        _people.Add(person);
        return person;
    }

    private static async Task<string> CreateAsync(Person parent, string title, string mode, object reward, int? cooldownHours, params Person[] assignees)
    {
        var chore = await parent.Client.PostAsync("/api/v1/chores", new { title, mode, reward, cooldownHours, assigneeIds = assignees.Select(child => child.Id) });
        var first = chore.GetProperty("assignments").EnumerateArray().First(each => assignees.Length == 0 || each.GetProperty("assigneeId").GetString() == assignees[0].Id);
        return first.GetProperty("id").ToString();
    }

    private static Task<JsonElement> CompleteAsync(Person child, string assignment) => child.Client.StepAsync(assignment, "complete");

    /// <summary>The assignment that comes when a cool-down is over.</summary>
    private static async Task<string> NextAsync(Person child, string title)
    {
        var id = "";
        await Eventually.PassesAsync(
            async () =>
            {
                var pending = await child.Client.GetJsonAsync("/api/v1/assignments?status=pending");
                id = Assert.Single(pending.GetProperty("items").EnumerateArray(), item => item.GetProperty("title").GetString() == title).GetProperty("id").ToString();
            },
            Deadline);
        return id;
    }

    private async Task RefuseLogInAsync(object login)
    {
        using var response = await _stranger.PostAsJsonAsync("/api/v1/users/login", login);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static async Task AssertBalancesAsync(Person parent, params (string Name, decimal Balance)[] expected)
    {
        var children = (await parent.Client.GetJsonAsync("/api/v1/statistics")).GetProperty("children").EnumerateArray();
        Assert.Equal(expected, children.Select(child => (child.GetProperty("name").GetString()!, child.GetProperty("balance").GetDecimal())).Order());
    }

    private Task HasAsync(string series, double value) =>
        Eventually.PassesAsync(async () => Assert.Equal(value, ScrapedText.Value(await _stranger.GetStringAsync("/metrics"), series)), Deadline);

    private async Task AssertSeriesAsync((string Series, double Value)[] expected)
    {
        await Eventually.PassesAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
                request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text;version=1.0.0"));
                using var response = await _stranger.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                Assert.Equal(expected, expected.Select(each => (each.Series, ValueWithoutExemplar(text, each.Series))));
            },
            Deadline);

        // The clock goes on while the test does: half an hour, 20 and 21 hours, six days.
        var seconds = ScrapedText.Value(await _stranger.GetStringAsync("/metrics"), """chore_completion_time_seconds_sum{mode="single"}""");
        Assert.InRange(seconds!.Value - TimeSpan.FromHours(0.5 + 20 + 21 + (6 * 24)).TotalSeconds, -60, 60);

        foreach (var (series, value) in expected)
            await Eventually.PassesAsync(async () => Assert.Equal((series, value), (series, await _prometheus.Client.QueryOneAsync(series))), Deadline);
    }

    private static double ValueWithoutExemplar(string text, string series) =>
        ScrapedText.Series(text, series + " ").SingleOrDefault() is { } line ? ScrapedText.ValueOf(line.Split(" # ")[0]) : double.NaN;

    private sealed class Person(string id, string login, HttpClient client)
    {
        public string Id => id;

        public string Login => login;

        public HttpClient Client => client;

        public string RefreshToken { get; private set; } = "";

        public void Take(JsonElement tokens)
        {
            RefreshToken = tokens.GetProperty("refreshToken").GetString()!;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        }
    }
}
