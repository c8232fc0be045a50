using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Bodies with one wrong field: each is refused with words that point at it, and nothing is stored.</summary>
public sealed class BadInputTests(TwoFamilies families) : IClassFixture<TwoFamilies>
{
    private const string Marker = Refusals.Marker;

    private static readonly string[] NoNumbers = ["1e30", "-1e30", "1e400", "\"5\"", "\"NaN\"", "\"" + Marker + "\"", "NaN", "Infinity", "-Infinity", "true", "{}", "[1]", "05", "+5", ".5", "5.", "0x10", "1_0"];
    private static readonly string[] NoAmounts = ["-0.01", "-1", "10000.01", "79228162514264337593543950335", "1e28", "0.001", "1.999", "1e-28"];
    private static readonly string[] NoIds = ["\"" + Marker + "\"", "\"\"", "1", "true", "{}", "\"{00000000-0000-0000-0000-000000000001}\"", "\"' OR 1=1; --\""];

    private static readonly string[] NoEnums =
    [
        "\"" + Marker + "\"", "\"\"", "0", "1", "99", "-1", "\"0\"", "\"1\"", "\"99\"", "true", "{}", "[]", "null", "\"single,unassigned\"", "\"multi_independent, unassigned\"",
        "\"parent,child\"", "\"bonus,penalty\"", "\"MultiIndependent\"",
    ];

    // Endpoint, field, as errors call it, longest.
    private static readonly (string Body, string Field, string Key, int Length, bool IsOptional)[] Texts =
    [
        ("register", "email", "Email", 256, true), ("register", "username", "Username", 50, true), ("register", "password", "Password", 128, false), ("register", "name", "Name", 100, false),
        ("login", "email", "Email", 256, false), ("login", "password", "Password", 128, false), ("refresh", "refreshToken", "RefreshToken", 10_000, false),
        ("family", "name", "Name", 100, false), ("join", "code", "Code", 20, false),
        ("child", "username", "Username", 50, false), ("child", "password", "Password", 128, false), ("child", "name", "Name", 100, false),
        ("chore", "title", "Title", 200, false), ("chore", "description", "Description", 2000, true),
        ("adjustment", "reason", "Reason", 500, false), ("rejection", "reason", "Reason", 500, false),
        ("account", "name", "Name", 100, false), ("grant", "reason", "Reason", 500, false), ("key", "name", "Name", 100, false),
    ];

    private static readonly (string Body, string Where, (string Name, string? Json)[] Changes)[] Combinations =
    [
        ("register", "Email", [("email", null), ("username", null)]),
        ("register", "Email", [("email", "\"\""), ("username", null)]),
        ("register", "Email", [("email", $"\"{Marker}\"")]),
        ("register", "Email", [("email", $"\"{Marker}@a@b\"")]),
        ("register", "Username", [("username", $"\"{Marker}@example.com\"")]),
        ("register", "Username", [("username", $"\"{Marker} x\"")]),
        ("register", "Username", [("username", "\"   \"")]),
        ("register", "Username", [("username", "\"ab\"")]),
        ("register", "Password", [("password", "\"too short\"")]),
        ("register", "Password", [("password", "\"aaaaaaaaaaaaaa\"")]),
        ("login", "Email", [("email", null)]),
        ("login", "Email", [("username", "\"ada\"")]),
        ("child", "Username", [("username", $"\"{Marker}@example.com\"")]),
        ("child", "Password", [("password", "\"too short\"")]),
        ("chore", "$", [("mode", null)]),
        ("chore", "Reward", [("reward", null)]),
        ("chore", "Reward", [("reward", "null")]),
        ("chore", "$.reward", [("reward", "5")]),
        ("chore", "$.reward", [("reward", "[]")]),
        ("chore", "Reward.Amount", [("reward", "{}")]),
        ("chore", "Reward.Amount", [("reward", """{"minimum":2}""")]),
        ("chore", "Reward.Amount", [("reward", """{"maximum":2}""")]),
        ("chore", "Reward.Amount", [("reward", """{"amount":2,"minimum":1,"maximum":3}""")]),
        ("chore", "Reward.Amount", [("reward", """{"amount":2,"maximum":3}""")]),
        ("chore", "Reward.Minimum", [("reward", """{"minimum":3,"maximum":2}""")]),
        ("chore", "Reward.Minimum", [("reward", """{"minimum":-3,"maximum":2}""")]),
        ("chore", "Reward.Maximum", [("reward", """{"minimum":3,"maximum":10000.01}""")]),
        ("chore", "AssigneeIds", [("assigneeIds", null)]),
        ("chore", "AssigneeIds", [("assigneeIds", "[]")]),
        ("chore", "AssigneeIds", [("assigneeIds", """["$byron","$byron"]""")]),
        ("chore", "AssigneeIds", [("assigneeIds", """["$byron","$clara"]""")]),
        ("chore", "AssigneeIds", [("assigneeIds", """["$hal"]""")]),
        ("chore", "AssigneeIds", [("assigneeIds", """["$ada"]""")]),
        ("chore", "AssigneeIds", [("assigneeIds", """["$new"]""")]),
        ("chore", "AssigneeIds", [("assigneeIds", """["00000000-0000-0000-0000-000000000000"]""")]),
        ("chore", "AssigneeIds", [("mode", "\"multi_independent\""), ("assigneeIds", null)]),
        ("chore", "AssigneeIds", [("mode", "\"multi_independent\""), ("assigneeIds", "[]")]),
        ("chore", "AssigneeIds", [("mode", "\"multi_independent\""), ("assigneeIds", """["$byron","$clara","$byron"]""")]),
        ("chore", "AssigneeIds", [("mode", "\"multi_independent\""), ("assigneeIds", """["$byron","$hal"]""")]),
        ("chore", "AssigneeIds", [("mode", "\"multi_independent\""), ("assigneeIds", $"[{string.Join(',', Enumerable.Repeat("\"$new\"", 21))}]")]),
        ("chore", "AssigneeIds", [("mode", "\"unassigned\"")]),
        ("chore", "$.assigneeIds", [("assigneeIds", "\"$byron\"")]),
        ("chore", "$.assigneeIds[1]", [("assigneeIds", """["$byron",null]""")]),
        ("chore", "CooldownHours", [("cooldownHours", "0")]),
        ("chore", "CooldownHours", [("cooldownHours", "-1")]),
        ("chore", "CooldownHours", [("cooldownHours", "8785")]),
        ("chore", "CooldownHours", [("cooldownHours", "2147483647")]),
        ("chore", "CooldownHours", [("cooldownHours", "0.009")]),
        ("chore", "CooldownHours", [("cooldownHours", "0.125")]),
        ("chore", "$.cooldownHours", [("cooldownHours", "1e30")]),
        ("chore", "$.cooldownHours", [("cooldownHours", "\"24\"")]),
        ("adjustment", "$", [("type", null)]),
        ("adjustment", "$", [("childId", null)]),
        ("adjustment", "Amount", [("amount", null)]),
        ("adjustment", "Amount", [("amount", "0")]),
        ("adjustment", "Amount", [("amount", "0.00")]),
        ("adjustment", "$.amount", [("amount", "null")]),
        ("adjustment", "$.childId", [("childId", "null")]),
        ("adjustment", "ChildId", [("childId", "\"$hal\"")]),
        ("adjustment", "ChildId", [("childId", "\"$ada\"")]),
        ("adjustment", "ChildId", [("childId", "\"$new\"")]),
        ("adjustment", "ChildId", [("childId", "\"00000000-0000-0000-0000-000000000000\"")]),
        ("approval", "Amount", [("amount", null)]),
        ("approval", "Amount", [("amount", "1.99")]),
        ("approval", "Amount", [("amount", "6.01")]),
        ("approval", "Amount", [("amount", "0")]),
        ("grant", "Amount", [("amount", null)]),
        ("grant", "Amount", [("amount", "0")]),
        ("grant", "Amount", [("amount", "-1")]),
        ("grant", "Amount", [("amount", "1000000.00000001")]),
        ("grant", "Amount", [("amount", "0.000000001")]),
        ("grant", "Amount", [("amount", "1.123456789")]),
        ("grant", "$.amount", [("amount", "null")]),
        ("key", "Models", [("models", "[]")]),
        ("key", "Models", [("models", "[null]")]),
        ("key", "Models", [("models", """["small","  "]""")]),
        ("key", "Models", [("models", $"[\"{new string('x', 101)}\"]")]),
        ("key", "Models", [("models", $"[{string.Join(',', Enumerable.Repeat("\"small\"", 51))}]")]),
        ("key", "$.models", [("models", "\"small\"")]),
        ("key", "ExpiresAt", [("expiresAt", "\"2026-01-01T00:00:00Z\"")]),
        ("key", "$.expiresAt", [("expiresAt", $"\"{Marker}\"")]),
        ("key", "$.expiresAt", [("expiresAt", "\"9999-12-31T23:59:59-14:00\"")]),
        ("key", "RequestsPerMinute", [("requestsPerMinute", "0")]),
        ("key", "RequestsPerMinute", [("requestsPerMinute", "1000001")]),
        ("key", "$.requestsPerMinute", [("requestsPerMinute", "1.5")]),
        ("key", "TokensPerMinute", [("tokensPerMinute", "-1")]),
        ("key", "TokensPerMinute", [("tokensPerMinute", "1000000001")]),
        ("subscription", "$", [("plan", null)]),
        ("subscription", "TrialDays", [("trialDays", "-1")]),
        ("subscription", "TrialDays", [("trialDays", "91")]),
        ("subscription", "$.trialDays", [("trialDays", "null")]),
        ("plan", "$", [("plan", null)]),
    ];

    private static readonly Dictionary<string, string> Odd = new(StringComparer.Ordinal)
    {
        ["punctuation"] = "' \" ` \\ / < > & {0} {Name} %s %_ $1 ${x} -- ; \t \n",
        ["SQL that drops"] = "'; DROP TABLE users; --",
        ["SQL that reads"] = "' UNION SELECT \"PasswordHash\" FROM users --",
        ["SQL in dollars"] = "$$; TRUNCATE chores; $$",
        ["emoji"] = "👩\u200D👩\u200D👧\u200D👦 🧹 👍🏽",
        ["Hebrew"] = "\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD",
        ["Arabic with overrides"] = "\u0645\u0631\u062D\u0628\u0627 \u202Ereversed\u202C \u2067isolate\u2069",
        ["combined, invisible, no characters"] = "e\u0301 \u00E9 \u200B\uFEFF\u2028\uFFFD\uFFFF",
        ["other planes"] = "\U0001D49C\U0010FFFD",
    };

    public static TheoryData<string> Scripts => [.. Odd.Keys];

    [Fact]
    public async Task Body_AsTheTestsChangeIt_IsTakenUnchanged()
    {
        foreach (var (name, body) in Bodies.All.Where(body => body.Key is not ("family" or "join"))) // these two end what they begin with: see the encodings
        {
            var waiting = await families.NewWaitingAsync();
            var path = families.Fill(body.Path
                .Replace("$waiting", waiting, StringComparison.Ordinal)
                .Replace("$account", await families.NewAccountAsync(), StringComparison.Ordinal)
                .Replace("$subscribed", await families.NewSubscribedAsync(), StringComparison.Ordinal));
            using var response = await families[body.Person].PostAsync(path, JsonOf(families.Fill(body.With())));
            Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Text_ThatIsNone_IsRefusedAtItsPlace()
    {
        var refusals = new Refusals(families);
        foreach (var (body, field, key, length, isOptional) in Texts)
        {
            foreach (var json in (string[])["1", "true", "{}", $"[\"{Marker}\"]", $"\"\\ud800{Marker}\"", $"\"{Marker}\\udc00\\ud800\"", $"\"\\x{Marker}\"", $"\"{Marker}\n\""])
                await SendAsync(refusals, body, $"$.{field}", (field, json));
            await SendAsync(refusals, body, key, (field, $"\"{Marker}{new string('x', length)}\""));
            await SendAsync(refusals, body, key, (field, $"\"{string.Concat(Enumerable.Repeat("😀", (length / 2) + 1))}\""));
            if (isOptional)
                continue;

            foreach (var json in (string?[])[null, "null", "\"\"", "\"   \"", "\"\\t\\r\\n\\u2003\""])
                await SendAsync(refusals, body, key, (field, json));
        }

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Text_WithU0000_IsRefusedWhereItWouldBeStored()
    {
        var refusals = new Refusals(families);
        foreach (var (body, field, _, _, _) in Texts.Where(text => text.Field is not ("password" or "code" or "refreshToken")))
            await SendAsync(refusals, body, "U+0000", (field, field == "email" ? $"\"{Marker}\\u0000@example.com\"" : $"\"{Marker}\\u0000\""));

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Amount_BeyondSense_IsRefusedAtItsPlace()
    {
        var refusals = new Refusals(families);
        foreach (var json in NoNumbers)
        {
            await SendAsync(refusals, "chore", "$.reward.amount", ("reward", $$"""{"amount":{{json}}}"""));
            await SendAsync(refusals, "adjustment", "$.amount", ("amount", json));
            await SendAsync(refusals, "approval", "$.amount", ("amount", json));
            await SendAsync(refusals, "grant", "$.amount", ("amount", json));
        }

        foreach (var json in NoAmounts)
        {
            await SendAsync(refusals, "chore", "Reward.Amount", ("reward", $$"""{"amount":{{json}}}"""));
            await SendAsync(refusals, "adjustment", "Amount", ("amount", json));
            await SendAsync(refusals, "approval", "Amount", ("amount", json));
        }

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Choice_ThatIsNone_IsRefusedAtItsPlace()
    {
        var refusals = new Refusals(families);
        foreach (var json in NoEnums)
        {
            await SendAsync(refusals, "chore", "$.mode", ("mode", json));
            await SendAsync(refusals, "adjustment", "$.type", ("type", json));
            await SendAsync(refusals, "register", "$.role", ("role", json));
            await SendAsync(refusals, "subscription", "$.plan", ("plan", json));
            await SendAsync(refusals, "plan", "$.plan", ("plan", json));
        }

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Id_ThatIsNone_IsRefusedAtItsPlace()
    {
        var refusals = new Refusals(families);
        foreach (var json in NoIds)
        {
            await SendAsync(refusals, "chore", "$.assigneeIds[0]", ("assigneeIds", $"[{json}]"));
            await SendAsync(refusals, "adjustment", "$.childId", ("childId", json));
        }

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Fields_ThatDoNotGoTogether_AreRefusedByName()
    {
        var refusals = new Refusals(families);
        foreach (var (body, where, changes) in Combinations)
            await SendAsync(refusals, body, where, changes);

        await refusals.AssertRightAsync();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Text_OfAnyScript_IsStoredAndGivenBackExactly(string script)
    {
        var text = Odd[script];
        var (ada, byron) = (families["ada"], families["byron"]);
        var waiting = await families.NewWaitingAsync();

        var chore = await ada.PostAsync(
            "/api/v1/chores", new { title = text, description = text, mode = "single", assigneeIds = (string[])[families.Names["byron"]], reward = new { amount = 1 } });
        await ada.PostAsync("/api/v1/adjustments", new { childId = families.Names["byron"], type = "bonus", amount = 1, reason = text });
        await ada.StepAsync(waiting, "reject", new { reason = text });
        var child = await ada.PostAsync($"/api/v1/families/{families.Names["family"]}/children", new { username = $"{Guid.NewGuid()}", password = Household.Password, name = text });

        var shown = await byron.GetJsonAsync($"/api/v1/chores/{chore.GetProperty("id")}");
        Assert.Equal((text, text), (shown.GetProperty("title").GetString(), shown.GetProperty("description").GetString()));
        Assert.Equal(text, First(await byron.GetJsonAsync("/api/v1/ledger"), "reason"));
        Assert.Equal(text, (await byron.GetJsonAsync($"/api/v1/assignments/{waiting}")).GetProperty("rejectionReason").GetString());
        Assert.Equal(text, (await ada.GetJsonAsync($"/api/v1/users/{child.GetProperty("id")}")).GetProperty("name").GetString());
        Assert.Equal(text, First(await ada.GetJsonAsync("/api/v1/activities"), "subject"));
        Assert.DoesNotContain(families.Api.Log.Records, record => record.GetProperty("level").GetString() is "ERROR" or "CRITICAL");
    }

    [Theory]
    [InlineData("'--")]
    [InlineData("שלום")]
    [InlineData("👍🏽👍🏽")]
    [InlineData("%_\\")]
    public async Task UserName_OfAnyScript_LogsIn(string text)
    {
        using var client = families.Api.CreateClient();
        var username = $"{text}{Guid.NewGuid():N}";

        var user = await client.PostAsync("/api/v1/users/register", new { username, password = Household.Password, name = text });
        await client.LogInAsync(username);

        var me = await client.GetJsonAsync("/api/v1/users/me");
        Assert.Equal((user.GetProperty("id").GetString(), username), (me.GetProperty("id").GetString(), me.GetProperty("username").GetString()));
    }

    /// <summary>Whatever is done to a body: it is taken, or refused as the API's description says, and then nothing is stored.</summary>
    [Theory]
    [MemberData(nameof(Bodies.Names), MemberType = typeof(Bodies))]
    public async Task Body_ChangedByChance_IsTakenOrRefusedAndNeverFails(string name)
    {
        const int Tries = 60;
        var body = Bodies.All[name];
        var chance = new Random(name.Sum(letter => letter));
        var statuses = new List<int>();
        for (var i = 0; i < Tries; i++)
        {
            var sent = Changed(body, chance);
            var before = await families.Content.ReadAsync();
            using var response = await families[body.Person].PostAsync(families.Fill(body.Path), sent);
            var told = $"{name} {i}: {Encoding.UTF8.GetString(await sent.ReadAsByteArrayAsync())}\n{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";

            statuses.Add((int)response.StatusCode);
            Assert.True(families.Description.Statuses(body.Endpoint).Contains(statuses[^1]), told);
            if (!response.IsSuccessStatusCode)
            {
                Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", told);
                Assert.Equal(before, await families.Content.ReadAsync());
            }
        }

        Assert.Contains(400, statuses);
        Assert.DoesNotContain(families.Api.Log.Records, record => record.GetProperty("level").GetString() is "ERROR" or "CRITICAL");
    }

    private static string? First(JsonElement page, string property) => page.GetProperty("items")[0].GetProperty(property).GetString();

    private static ByteArrayContent JsonOf(string text) => JsonOf(Encoding.UTF8.GetBytes(text));

    private static ByteArrayContent JsonOf(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    // A user who exists would have a failed log-in counted, which is stored.
    private ByteArrayContent Changed(Bodies body, Random chance)
    {
        string[] values =
        [
            "null", "true", "0", "-1", "1e5", "1.005", "99999999999999999999", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "[]", "{}", "[[]]", "[null]", "[\"$hal\"]",
            "\"$hal\"", "\"single\"", "\"unassigned\"", "\"bonus\"", "{\"amount\":0}", "{\"minimum\":0,\"maximum\":10000}", "\"" + new string('y', 300) + "\"",
        ];
        var changes = body.Fields.Where(_ => chance.Next(3) == 0)
            .Select(field => (field.Name, Json: (string?)values[chance.Next(values.Length)])).ToDictionary(change => change.Name, change => change.Json, StringComparer.Ordinal);
        if (changes.Count > 0 && chance.Next(4) == 0)
            changes[changes.Keys.First()] = null;
        if (body.Endpoint.EndsWith("/login", StringComparison.Ordinal))
            changes["email"] = "\"nobody@example.org\"";

        var bytes = Encoding.UTF8.GetBytes(families.Fill(body.With([.. changes.Select(change => (change.Key, change.Value))])));
        return JsonOf(chance.Next(6) switch
        {
            0 => bytes[..chance.Next(bytes.Length)],
            1 => [.. bytes[..(bytes.Length / 2)], (byte)chance.Next(256), .. bytes[(bytes.Length / 2)..]],
            _ => bytes,
        });
    }

    private Task SendAsync(Refusals refusals, string name, string where, params (string Name, string? Json)[] changes)
    {
        var body = Bodies.All[name];
        var what = string.Join(' ', changes.Select(change => $"{change.Name}={(change.Json?.Length > 60 ? change.Json[..60] : change.Json)}"));
        return refusals.SendAsync(body.Endpoint, body.Person, body.Path, JsonOf(families.Fill(body.With(changes))), 400, where, what);
    }
}
