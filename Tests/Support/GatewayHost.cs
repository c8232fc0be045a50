using System.Text.Json;
using Api.Gateway.Credits;
using Api.Gateway.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Support;

/// <summary>An Api with an administrator, and what the gateway's endpoints call.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const string AdministratorKey = "the administrator of the tests";
    public const string Accounts = Administration.Accounts;

    /// <summary>The setting that every Api with an administrator has.</summary>
    public static readonly (string Key, string Value) Setting = ("Gateway:AdministratorKey", AdministratorKey);

    /// <summary>1000 tokens of a prompt cost 1, of an answer 2.</summary>
    public static readonly Price Price = new(Input: 1, Output: 2);

    private GatewayHost(ApiHost api)
    {
        Api = api;
        Administrator = api.CreateClient();
        Administrator.DefaultRequestHeaders.Authorization = new("Bearer", AdministratorKey);
    }

    public ApiHost Api { get; }

    public HttpClient Administrator { get; }

    public SettlementService Settlements => Api.Services.GetRequiredService<SettlementService>();

    public static async Task<GatewayHost> StartAsync(string database, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var api = ApiHost.Start(database, [Setting, .. settings], services => services.AddSingleton(time ?? TimeProvider.System));
        await api.BecomesHealthyAsync();
        return new(api);
    }

    /// <summary>A call of so many tokens for the prompt, and as many for the answer as cost the rest.</summary>
    public static Call Call(int input = 100, int output = 0, string model = "small") => new(model, input, output, Price, TimeSpan.FromMinutes(5));

    public static Usage Used(int input, int output = 0, string model = "small") => new(model, "provider", input, output, Price);

    /// <summary>Makes an account.</summary>
    /// <param name="credits">What it is given; 0 for nothing.</param>
    /// <returns>Its id.</returns>
    public Task<string> CreateAccountAsync(decimal credits = 0) => Administrator.CreateAccountAsync(credits);

    /// <summary>Makes a key.</summary>
    /// <returns>The whole of it, and its id.</returns>
    public Task<(string Secret, string Id)> CreateKeyAsync(string account, object? body = null) => Administrator.CreateKeyAsync(account, body);

    public Task<JsonElement> FindAsync(string account) => Administrator.GetJsonAsync($"{Accounts}/{account}");

    public async Task<decimal> AvailableAsync(string account) => (await FindAsync(account)).GetProperty("available").GetDecimal();

    /// <summary>What the ledger says of an account, oldest first, as <c>grant 5, reservation -1</c>; at most 100 entries.</summary>
    public async Task<string> LedgerAsync(string account) => string.Join(", ", (await EntriesAsync(account))
        .OrderBy(entry => entry.GetProperty("createdAt").GetDateTimeOffset())
        .ThenBy(entry => entry.GetProperty("id").GetString()![..13], StringComparer.Ordinal)
        .ThenBy(entry => Array.IndexOf(["grant", "reservation", "release", "expiry", "charge"], entry.GetProperty("kind").GetString()))
        .Select(entry => $"{entry.GetProperty("kind").GetString()} {entry.GetProperty("amount").GetDecimal():0.########}"));

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string account) =>
        [.. (await Administrator.GetJsonAsync($"{Accounts}/{account}/ledger?limit=100")).GetProperty("items").EnumerateArray()];

    public async Task<Admission> AdmitAsync(string secret, Call? call = null)
    {
        await using var scope = Api.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AdmissionService>().AdmitAsync(secret, call ?? Call());
    }

    public async Task<(AdmissionRefusal? Refusal, IReadOnlyList<string>? Models)> FindModelsAsync(string secret)
    {
        await using var scope = Api.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AdmissionService>().FindModelsAsync(secret, CancellationToken.None);
    }

    /// <summary>Lets a call through, which must not be refused.</summary>
    public async Task<Reservation> ReserveAsync(string secret, Call? call = null)
    {
        var admission = await AdmitAsync(secret, call);
        Assert.True(admission.Reservation is not null, admission.ToString());
        return admission.Reservation;
    }

    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        await Api.DisposeAsync();
    }
}
