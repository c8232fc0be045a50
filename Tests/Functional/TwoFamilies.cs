using Tests.Support;

namespace Tests.Functional;

/// <summary>An Api with two families that know nothing of each other, and some people who have none.</summary>
public sealed class TwoFamilies : IAsyncLifetime
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpClient> _people = new(StringComparer.Ordinal);

    internal string Database { get; private set; } = null!;

    internal ApiHost Api { get; private set; } = null!;

    internal DatabaseContent Content { get; private set; } = null!;

    internal ApiDescription Description { get; private set; } = null!;

    /// <summary>Who does something: nobody; ada and bea (parents), byron and clara (children) of one family; grace and hal of another; ivy and jon, parent and child without a family; the administrator of the gateway.</summary>
    internal HttpClient this[string person] => _people[person];

    /// <summary>Names for ids: those of the people, <c>family</c>, <c>pending</c>, <c>waiting</c>, <c>ofclara</c>, <c>pool</c> (assignments), <c>chore</c> (Clara's), and for Ada's <c>email</c>, her <c>refresh</c> token and the <c>code</c> of her family; <c>account</c> (of the gateway), and <c>subscribed</c>, another with a subscription.</summary>
    internal IReadOnlyDictionary<string, string> Names => _names;

    /// <summary>A text with <c>$name</c> replaced by what the name stands for; <c>$new</c> by an id that nobody has, or a text that nobody has used.</summary>
    internal string Fill(string text)
    {
        foreach (var (name, value) in _names)
            text = text.Replace($"${name}", value, StringComparison.Ordinal);
        return text.Replace("$new", Guid.NewGuid().ToString(), StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        Content = new DatabaseContent(Database);
        Api = await ApiHost.StartAsync(Database, GatewayHost.Setting);
        foreach (var person in (string[])["nobody", "administrator", "ada", "bea", "byron", "clara", "grace", "hal", "ivy", "jon"])
            _people[person] = Api.CreateClient();
        this["administrator"].DefaultRequestHeaders.Authorization = new("Bearer", GatewayHost.AdministratorKey);
        Description = await ApiDescription.ReadAsync(this["nobody"]);

        foreach (var parent in (string[])["ada", "bea", "grace", "ivy"])
            _names[parent] = await this[parent].SignUpAsync();
        _names["jon"] = await this["jon"].SignUpAsync("child");

        _names["family"] = await this["ada"].CreateFamilyAsync();
        await this["ada"].JoinFamilyAsync(_names["family"], this["bea"]);
        _names["byron"] = await this["ada"].AddChildAsync(_names["family"], this["byron"]);
        _names["clara"] = await this["ada"].AddChildAsync(_names["family"], this["clara"], "Clara");
        _names["otherfamily"] = await this["grace"].CreateFamilyAsync();
        _names["hal"] = await this["grace"].AddChildAsync(_names["otherfamily"], this["hal"], "Hal");

        _names["email"] = (await this["ada"].GetJsonAsync("/api/v1/users/me")).GetProperty("email").ToString();
        _names["refresh"] = (await this["ada"].LogInAsync(_names["email"])).GetProperty("refreshToken").ToString();
        _names["code"] = (await this["ada"].GetJsonAsync($"/api/v1/families/{_names["family"]}")).GetProperty("inviteCode").ToString();

        _names["pending"] = await this["ada"].AssignAsync(_names["byron"]);
        _names["ofclara"] = await this["ada"].AssignAsync(_names["clara"]);
        _names["pool"] = await this["ada"].AddToPoolAsync();
        _names["chore"] = (await this["ada"].GetJsonAsync($"/api/v1/assignments/{_names["ofclara"]}")).GetProperty("choreId").ToString();
        _names["waiting"] = await NewWaitingAsync();
        foreach (var child in (string[])["byron", "clara"])
            await this["ada"].PostAsync("/api/v1/adjustments", new { childId = _names[child], type = "bonus", amount = 1.25m, reason = "A good report" });

        _names["account"] = await NewAccountAsync();
        _names["subscribed"] = await NewSubscribedAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _people.Values)
            client.Dispose();
        await Content.DisposeAsync();
        await Api.DisposeAsync();
    }

    /// <summary>An assignment that Byron has completed, for a reward from 2 to 6.</summary>
    internal async Task<string> NewWaitingAsync()
    {
        var chore = await this["ada"].PostAsync(
            "/api/v1/chores", new { title = "Wash up", mode = "single", assigneeIds = (string[])[_names["byron"]], reward = new { minimum = 2, maximum = 6 } });
        var assignment = Household.FirstAssignment(chore);
        await this["byron"].StepAsync(assignment, "complete");
        return assignment;
    }

    /// <summary>An account of the gateway.</summary>
    internal async Task<string> NewAccountAsync() => (await this["administrator"].PostAsync(GatewayHost.Accounts, new { name = "Ada Ltd" })).GetProperty("id").ToString();

    /// <summary>One with the plan free.</summary>
    internal async Task<string> NewSubscribedAsync()
    {
        var account = await NewAccountAsync();
        await this["administrator"].PostAsync($"{GatewayHost.Accounts}/{account}/subscription", new { plan = "free" });
        return account;
    }
}
