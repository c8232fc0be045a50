using System.ClientModel;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>OpenAI's own client at the gateway of the whole stack, whose providers are well, fail one after the other, and recover.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class GatewayJourneyTests(WholeStackFixture fixture) : IAsyncLifetime
{
    private const string Accounts = Administration.Accounts;
    private const string Chat = "small-chat";
    private const string Embedder = "embed";
    private const decimal Granted = 1;

    private static readonly string[] Providers = ["swift", "steady", "wobbly"];

    /// <summary>Of AppHost/GatewayProviders.cs: dollars for 1000 tokens of a prompt and of an answer, at the provider whose factor is 1.</summary>
    private static readonly Dictionary<string, (decimal Input, decimal Output)> Prices = new(StringComparer.Ordinal) { [Chat] = (0.0005m, 0.0015m), [Embedder] = (0.0001m, 0) };
    private static readonly Dictionary<string, decimal> Factors = new(StringComparer.Ordinal) { ["swift"] = 1.5m, ["steady"] = 1, ["wobbly"] = 0.8m };

    private readonly HttpClient _simulation = fixture.Stack.App.CreateHttpClient("simulated-providers");
    private readonly HttpClient _administrator = fixture.Stack.NewApiClient();

    // Of each call that was answered: what the client was told, and what the ledger says.
    private readonly List<(string Model, string Provider, int Input, int Output, decimal Amount)> _charges = [];
    private string _account = "";
    private OpenAIClient _client = null!;

    [Fact]
    public async Task Calls_FromHealthyToAllFailingAndBack_AreAnsweredChargedAndCounted()
    {
        const int Streamed = 3;
        for (var i = 0; i < 4; i++)
            await ChatAsync();
        for (var i = 0; i < Streamed; i++)
            await StreamAsync();
        await EmbedAsync();
        await StatesAreAsync(healthy: 3, down: 0);

        await FailAsync("swift");
        var before = _charges.Count;
        await ChatUntilAsync(DownAsync("swift"));
        await StatesAreAsync(healthy: 2, down: 1);
        Assert.All(_charges[before..], charge => Assert.NotEqual("swift", charge.Provider));

        await FailAsync("steady", "wobbly");
        var charged = _charges.Count;
        var errors = await RefusedUntilDownAsync();
        await StatesAreAsync(healthy: 0, down: 3);
        Assert.Equal(charged, (await ChargesAsync()).Count);

        await FailNobodyAsync();
        foreach (var provider in Providers)
            await AddsUpAsync("provider_availability", 1, ("provider", provider));
        await StatesAreAsync(healthy: 3, down: 0);
        for (var i = 0; i < 4; i++)
            await ChatAsync();

        await RefuseAsync();
        await CountedAsync(errors, Streamed);
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var key = fixture.Stack.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "gateway-administrator-key");
        _administrator.DefaultRequestHeaders.Authorization = new("Bearer", await key.GetValueAsync(CancellationToken.None));
        _account = await _administrator.CreateAccountAsync(Granted);
        _client = NewClient(await NewKeyAsync(_account));
        foreach (var provider in Providers)
            await SetAsync(provider, new { latencyScale = 0, wobbleSeconds = 0 });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var provider in Providers)
            (await _simulation.PostAsync($"/simulation/{provider}/reset", content: null)).Dispose();
        _simulation.Dispose();
        _administrator.Dispose();
    }

    private OpenAIClient NewClient(string key) => OpenAIClients.New(new Uri(fixture.Stack.App.GetEndpoint("api", "http"), "/v1"), key);

    private async Task<string> NewKeyAsync(string account, int requestsPerMinute = 10_000) =>
        (await _administrator.CreateKeyAsync(account, new { name = "A test", requestsPerMinute, tokensPerMinute = 10_000_000 })).Secret;

    private async Task ChatAsync()
    {
        var answer = (await _client.GetChatClient(Chat).CompleteChatAsync("Who are you?")).Value;

        Assert.NotEmpty(answer.Content[0].Text);
        await ChargedAsync(Chat, answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount);
    }

    private async Task StreamAsync()
    {
        var pieces = 0;
        ChatTokenUsage? usage = null;
        await foreach (var update in _client.GetChatClient(Chat).CompleteChatStreamingAsync("Who are you?"))
        {
            pieces += update.ContentUpdate.Count(part => part.Text.Length > 0);
            usage ??= update.Usage;
        }

        Assert.True(pieces > 1);
        await ChargedAsync(Chat, usage!.InputTokenCount, usage.OutputTokenCount);
    }

    private async Task EmbedAsync()
    {
        var vectors = (await _client.GetEmbeddingClient(Embedder).GenerateEmbeddingsAsync(["one", "two"])).Value;

        Assert.Equal(2, vectors.Count);
        await ChargedAsync(Embedder, vectors.Usage.InputTokenCount, output: 0);
    }

    private async Task ChatUntilAsync(Func<Task<bool>> isOver)
    {
        using var deadline = new CancellationTokenSource(TestApp.StartDeadline);
        while (!await isOver())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await ChatAsync();
        }
    }

    private async Task<int> RefusedUntilDownAsync()
    {
        var (errors, areDown) = (0, DownAsync(Providers));
        using var deadline = new CancellationTokenSource(TestApp.StartDeadline);
        while (errors == 0 || !await areDown())
        {
            deadline.Token.ThrowIfCancellationRequested();
            var error = await Assert.ThrowsAsync<ClientResultException>(() => _client.GetChatClient(Chat).CompleteChatAsync("Who are you?"));
            Assert.Equal(503, error.Status);
            errors++;
        }

        return errors;
    }

    // One without credits, and one with as many calls as its key has in a minute.
    private async Task RefuseAsync()
    {
        var poor = NewClient(await NewKeyAsync(await _administrator.CreateAccountAsync()));
        Assert.Equal(402, (await Assert.ThrowsAsync<ClientResultException>(() => poor.GetChatClient(Chat).CompleteChatAsync("Who are you?"))).Status);
        var limited = NewClient(await NewKeyAsync(_account, requestsPerMinute: 1));
        var answer = (await limited.GetChatClient(Chat).CompleteChatAsync("Who are you?")).Value;
        await ChargedAsync(Chat, answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount);
        Assert.Equal(429, (await Assert.ThrowsAsync<ClientResultException>(() => limited.GetChatClient(Chat).CompleteChatAsync("Who are you?"))).Status);
        await _administrator.PostAsync($"{Accounts}/{_account}/subscription", new { plan = "pro", trialDays = 7 });
    }

    /// <summary>The newest charge is for this, at the price of whoever answered.</summary>
    private async Task ChargedAsync(string model, int input, int output)
    {
        var charges = await ChargesAsync();
        Assert.Equal(_charges.Count + 1, charges.Count);
        var (provider, inputTokens, outputTokens, amount) = charges[0];
        Assert.Equal((input, output), (inputTokens, outputTokens));
        Assert.Equal(((Prices[model].Input * input) + (Prices[model].Output * output)) * Factors[provider] / 1000, amount);
        _charges.Add((model, provider, input, output, amount));
    }

    /// <summary>All that was charged, newest first, once nothing is reserved any more.</summary>
    private async Task<IReadOnlyList<(string Provider, int Input, int Output, decimal Amount)>> ChargesAsync()
    {
        await Eventually.PassesAsync(
            async () => Assert.Equal(0, (await _administrator.GetJsonAsync($"{Accounts}/{_account}")).GetProperty("reserved").GetDecimal()),
            TestApp.StartDeadline);
        var charges = new List<JsonElement>();
        for (var address = $"{Accounts}/{_account}/ledger?limit=100"; address.Length > 0;)
        {
            var page = await _administrator.GetJsonAsync(address);
            charges.AddRange(page.GetProperty("items").EnumerateArray().Where(entry => entry.GetProperty("kind").GetString() == "charge"));
            address = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? $"{Accounts}/{_account}/ledger?limit=100&before={next.GetString()}" : "";
        }

        return [.. charges.Select(entry => (
            entry.GetProperty("provider").GetString()!, entry.GetProperty("inputTokens").GetInt32(), entry.GetProperty("outputTokens").GetInt32(), -entry.GetProperty("amount").GetDecimal()))];
    }

    /// <summary>Every series that metrics.md has for the gateway, as the Api tells it and as Prometheus has scraped it.</summary>
    private async Task CountedAsync(int errors, int streamed)
    {
        foreach (var calls in _charges.GroupBy(charge => (charge.Model, charge.Provider)))
        {
            var (model, provider) = (("model", calls.Key.Model), ("provider", calls.Key.Provider));
            await AddsUpAsync("model_inference_requests_total", calls.Count(), model, provider, ("status", "success"));
            await AddsUpAsync("tokens_used_total", calls.Sum(call => call.Input), model, provider, ("type", "input"));
            await AddsUpAsync("tokens_used_total", calls.Sum(call => call.Output), model, provider, ("type", "output"));
            await AddsUpAsync("gen_ai_client_token_usage_sum", calls.Sum(call => call.Input), ("gen_ai_request_model", calls.Key.Model), ("gen_ai_provider_name", calls.Key.Provider), ("gen_ai_token_type", "input"));
        }

        await AddsUpAsync("model_inference_requests_total", _charges.Count, ("status", "success"));
        await AddsUpAsync("model_inference_requests_total", errors, ("status", "error"));
        await AddsUpAsync("model_inference_requests_total", 0, ("status", "timeout"));
        await AddsUpAsync("model_inference_requests_total", 1, ("status", "insufficient_credits"), ("provider", "none"));
        await AddsUpAsync("model_inference_requests_total", 1, ("status", "rate_limited"), ("provider", "none"));
        await AddsUpAsync("model_inference_duration_seconds_count", _charges.Count + errors);
        await AddsUpAsync("gen_ai_client_operation_duration_seconds_count", _charges.Count, ("error_type", ""));
        await AddsUpAsync("gen_ai_server_time_to_first_token_seconds_count", streamed, ("gen_ai_operation_name", "chat"));
        await Eventually.PassesAsync(
            async () => Assert.Equal((double)_charges.Sum(charge => charge.Amount), await fixture.Stack.Prometheus.QueryOneAsync("sum(credits_used_total)"), precision: 9),
            TestApp.StartDeadline);

        foreach (var provider in Providers)
        {
            await AddsUpAsync("gatewayz_provider_health_score", 100, ("provider", provider));
            await AddsUpAsync("provider_error_rate", 0, ("provider", provider));
            await fixture.Telemetry.Prometheus.AddsUpToAtLeastAsync("provider_response_time_seconds", 0, ("provider", provider));
        }

        await fixture.Telemetry.Prometheus.AddsUpToAtLeastAsync("provider_failovers_total", 1, ("from", "swift"));
        await AddsUpAsync("gatewayz_providers_total", Providers.Length);
        await AddsUpAsync("gatewayz_providers_degraded", 0);
        await AddsUpAsync("active_api_keys", 3);
        await AddsUpAsync("trial_active", 1);
        await AddsUpAsync("subscription_count", 1, ("plan", "pro"), ("status", "trialing"));
    }

    private async Task StatesAreAsync(int healthy, int down)
    {
        await AddsUpAsync("gatewayz_providers_healthy", healthy);
        await AddsUpAsync("gatewayz_providers_down", down);
    }

    private async Task AddsUpAsync(string metric, double value, params (string Name, string Value)[] labels)
    {
        await fixture.Telemetry.MetricsOf("api").AddsUpToAsync(metric, value, labels);
        await fixture.Telemetry.Prometheus.AddsUpToAsync(metric, value, labels);
    }

    private Func<Task<bool>> DownAsync(params string[] providers) => async () =>
    {
        var text = await _administrator.GetStringAsync("/metrics");
        return providers.All(provider => ScrapedText.Value(text, $"provider_availability{{provider=\"{provider}\"}}") == 0);
    };

    private async Task FailAsync(params string[] providers)
    {
        foreach (var provider in providers)
            await SetAsync(provider, new { outage = "refuse" });
    }

    private async Task FailNobodyAsync()
    {
        foreach (var provider in Providers)
            await SetAsync(provider, new { outage = "none" });
    }

    private async Task SetAsync(string provider, object settings)
    {
        using var response = await _simulation.PatchAsJsonAsync($"/simulation/{provider}", settings);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
