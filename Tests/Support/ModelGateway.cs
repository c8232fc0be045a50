using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using OpenAI;
using OpenAI.Chat;

namespace Tests.Support;

/// <summary>The gateway with simulated providers behind it, and an account with a key. Swift is asked first: its weight is a million times that of steady.</summary>
public sealed class ModelGateway : IAsyncDisposable
{
    public const string Swift = ProvidersHost.Swift;
    public const string Steady = "steady";
    public const string Model = "small-chat";
    public const string LargeModel = "large-chat";
    public const string Embedder = "embed";

    /// <summary>What 1000 tokens of a prompt and of an answer cost at each.</summary>
    public static readonly IReadOnlyDictionary<string, (decimal Input, decimal Output)> Prices = new Dictionary<string, (decimal, decimal)>(StringComparer.Ordinal)
    {
        [Swift] = (0.5m, 1.5m),
        [Steady] = (0.2m, 0.6m),
    };

    private const decimal Granted = 100;

    private readonly TimeProvider? _time;
    private readonly (string Key, string Value)[] _settings;
    private readonly List<GatewayHost> _replicas = [];

    private ModelGateway(ProvidersHost providers, string database, TimeProvider? time, (string Key, string Value)[] settings) =>
        (Providers, Database, _time, _settings) = (providers, database, time, settings);

    internal ProvidersHost Providers { get; }

    internal GatewayHost Gateway => _replicas[0];

    internal string Database { get; }

    /// <summary>Who pays.</summary>
    public string Account { get; private set; } = "";

    /// <summary>The key that clients have.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Starts them, on a database of their own.</summary>
    /// <param name="settings">Of the gateway, besides the providers or instead of what they have here.</param>
    public static async Task<ModelGateway> StartAsync(params (string Key, string Value)[] settings) =>
        await StartAsync(await (await PostgresServer.Shared).CreateDatabaseAsync(), time: null, settings);

    /// <summary>Starts them.</summary>
    /// <param name="database">Which is empty.</param>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="settings">Of the gateway, besides the providers or instead of what they have here.</param>
    public static async Task<ModelGateway> StartAsync(string database, TimeProvider? time, params (string Key, string Value)[] settings)
    {
        var providers = ProvidersHost.Start();
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, weight) in ((string, int)[])[(Swift, 1_000_000), (Steady, 1)])
        {
            var provider = $"Gateway:Providers:{name}";
            all[$"{provider}:BaseAddress"] = providers.AddressOf(name).ToString();
            all[$"{provider}:ApiKey"] = "any";
            all[$"{provider}:Weight"] = weight.ToString(CultureInfo.InvariantCulture);
            foreach (var model in (string[])[Model, LargeModel, Embedder])
            {
                all[$"{provider}:Models:{model}:InputPrice"] = Prices[name].Input.ToString(CultureInfo.InvariantCulture);
                all[$"{provider}:Models:{model}:OutputPrice"] = Prices[name].Output.ToString(CultureInfo.InvariantCulture);
            }
        }

        foreach (var (key, value) in settings)
            all[key] = value;

        var gateway = new ModelGateway(providers, database, time, [.. all.Select(each => (each.Key, each.Value))]);
        await gateway.AddReplicaAsync();
        gateway.Account = await gateway.Gateway.CreateAccountAsync(Granted);
        (gateway.Secret, _) = await gateway.Gateway.CreateKeyAsync(gateway.Account);
        return gateway;
    }

    /// <summary>Starts one more gateway, on the same database and with the same providers.</summary>
    internal async Task<GatewayHost> AddReplicaAsync()
    {
        var replica = await GatewayHost.StartAsync(Database, _time, _settings);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>OpenAI's own client, which asks once.</summary>
    public OpenAIClient NewOpenAIClient(string? secret = null) => OpenAIClients.New(new Uri(Gateway.Api.ClientOptions.BaseAddress, "/v1"), secret ?? Secret);

    public ChatClient NewChatClient(string? secret = null) => NewOpenAIClient(secret).GetChatClient(Model);

    /// <summary>Asks for a stream.</summary>
    /// <returns>The text of its pieces.</returns>
    public async Task<string> StreamChatAsync(string prompt)
    {
        var text = "";
        await foreach (var update in NewChatClient().CompleteChatStreamingAsync(prompt))
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        return text;
    }

    /// <summary>A client that sends what a test writes.</summary>
    /// <param name="replica">None for the first.</param>
    internal HttpClient NewClient(GatewayHost? replica = null)
    {
        var client = (replica ?? Gateway).Api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        return client;
    }

    /// <summary>A body for <see cref="Model"/>.</summary>
    public static HttpContent Body(bool stream = false, object? model = null) =>
        JsonContent.Create(new { model = model ?? Model, stream, messages = (object[])[new { role = "user", content = "Who are you?" }] });

    /// <summary>What a call has cost, exactly: it is the one that the account was charged for.</summary>
    public static decimal Cost(string provider, int input, int output) => ((Prices[provider].Input * input) + (Prices[provider].Output * output)) / 1000;

    /// <summary>What an account was charged, oldest first, once nothing is reserved for it any more.</summary>
    /// <param name="account">None for <see cref="Account"/>.</param>
    public async Task<IReadOnlyList<(string Provider, int Input, int Output, decimal Amount)>> ChargesAsync(string? account = null)
    {
        account ??= Account;
        await Eventually.PassesAsync(
            async () =>
            {
                Assert.Equal(0, (await Gateway.FindAsync(account)).GetProperty("reserved").GetDecimal());
            },
            TimeSpan.FromSeconds(20));

        var entries = await Gateway.EntriesAsync(account);
        Assert.Equal(entries.Sum(entry => entry.GetProperty("amount").GetDecimal()), await Gateway.AvailableAsync(account));
        return
        [
            .. from entry in entries.Reverse()
               where entry.GetProperty("kind").GetString() == "charge"
               select (entry.GetProperty("provider").GetString()!, entry.GetProperty("inputTokens").GetInt32(), entry.GetProperty("outputTokens").GetInt32(), -entry.GetProperty("amount").GetDecimal()),
        ];
    }

    /// <summary>The sum of series in <c>/metrics</c>; null when there is none.</summary>
    /// <param name="name">Of a family that no other one's name begins with.</param>
    /// <param name="labels">As <c>provider="swift"</c>.</param>
    public async Task<double?> MetricAsync(string name, params string[] labels)
    {
        using var client = Gateway.Api.CreateClient();
        var text = await client.GetStringAsync("/metrics");
        var lines = ScrapedText.Series(text, name + (labels.Length == 0 ? "" : "{")).Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal))).ToList();
        return lines.Count == 0 ? null : lines.Sum(ScrapedText.ValueOf);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        await Providers.DisposeAsync();
    }
}
