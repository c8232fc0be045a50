using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using ServiceDefaults.Logs;
using SimulatedProviders;

namespace Tests.Support;

/// <summary>The simulated providers in this process, on a real server and port. They wait for nothing unless they are told to.</summary>
internal sealed class ProvidersHost : WebApplicationFactory<ProviderState> // any type of the providers: the AppHost has a Program too
{
    public const string Swift = "swift";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly (string Key, string Value)[] _settings;
    private readonly TimeProvider _time;
    private readonly LogCapture _log = new();

    private ProvidersHost(TimeProvider time, (string Key, string Value)[] settings)
    {
        (_time, _settings) = (time, settings);
        UseKestrel();
    }

    public Uri Address => ClientOptions.BaseAddress;

    public static ProvidersHost Start(params (string Key, string Value)[] settings) => Start(TimeProvider.System, settings);

    /// <param name="time">Its clock.</param>
    /// <param name="settings">Its configuration, such as <c>Simulation:Providers:swift:ErrorRate</c>.</param>
    public static ProvidersHost Start(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var atOnce = new[] { Swift, "steady", "wobbly" }.Select(name => ($"Simulation:Providers:{name}:LatencyScale", "0"));
        var host = new ProvidersHost(time, [.. atOnce, .. settings]);
        host.StartServer();
        return host;
    }

    /// <summary>Where a provider's OpenAI API begins.</summary>
    public Uri AddressOf(string provider) => new(Address, $"{provider}/v1/");

    /// <summary>OpenAI's own client, which asks once.</summary>
    public OpenAIClient NewOpenAIClient(string provider = Swift, string key = "any") =>
        OpenAIClients.New(AddressOf(provider), key);

    /// <summary>A client that sends what a test writes.</summary>
    public HttpClient NewClient(string provider = Swift) => new(new SocketsHttpHandler { ActivityHeadersPropagator = null })
    {
        BaseAddress = AddressOf(provider),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "any") },
    };

    /// <summary>Changes some settings of a provider, such as <c>new { outage = "hang" }</c>.</summary>
    public async Task SetAsync(string provider, object settings)
    {
        using var client = CreateClient();
        using var response = await client.PatchAsJsonAsync($"/simulation/{provider}", settings);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Has a provider begin anew, and cuts off whoever still waits for it.</summary>
    public async Task ResetAsync(string provider)
    {
        using var client = CreateClient();
        using var response = await client.PostAsync($"/simulation/{provider}/reset", content: null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What a provider is told to be, and what has come to it.</summary>
    public async Task<ProviderState> StateOfAsync(string provider)
    {
        using var client = CreateClient();
        return (await client.GetFromJsonAsync<Dictionary<string, ProviderState>>("/simulation", Json))![provider];
    }

    /// <summary>Waits until the counts are these: that a client has gone away is noticed a little later.</summary>
    public Task CountsBecomeAsync(string provider, ProviderCounts expected) =>
        Eventually.PassesAsync(async () => Assert.Equal(expected, (await StateOfAsync(provider)).Counts), Deadline);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseUrls("http://127.0.0.1:0");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(_time);
            services.AddSingleton(provider => _log.NewProvider(provider, new JsonLineFormat("simulated-providers")));
        });
    }
}
