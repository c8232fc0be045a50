using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>What providers say that they still take, as Prometheus reads it.</summary>
public sealed class RemainingLimitTests
{
    private const string Swift = ModelGateway.Swift;
    private const string OfSwift = $"provider=\"{Swift}\"";
    private const string Requests = "provider_rate_limit_remaining_requests";
    private const string Tokens = "provider_rate_limit_remaining_tokens";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Gauges_AreWhatTheProviderToldLast_AndFollowARefusal()
    {
        await using var gateway = await ModelGateway.StartAsync();
        await gateway.Providers.SetAsync(Swift, new { requestsPerMinute = 500, tokensPerMinute = 10_000 });

        for (var i = 0; i < 3; i++)
            await gateway.NewChatClient().CompleteChatAsync("Who are you?");
        await foreach (var _ in gateway.NewChatClient().CompleteChatStreamingAsync("Who are you?"))
        {
        }

        var tokens = (await gateway.ChargesAsync()).Where(charge => charge.Provider == Swift).Sum(charge => charge.Input + charge.Output);
        Assert.NotEqual(0, tokens);
        await Eventually.PassesAsync( // a sign of life is a request, too
            async () =>
            {
                var requests = (await gateway.Providers.StateOfAsync(Swift)).Counts.Requests;
                Assert.Equal((500 - requests, 10_000 - tokens), (await gateway.MetricAsync(Requests, OfSwift), await gateway.MetricAsync(Tokens, OfSwift)));
            },
            Deadline);
        Assert.Equal(10_000 - tokens, await gateway.MetricAsync("litellm_remaining_tokens", $"api_provider=\"{Swift}\""));

        await gateway.Providers.SetAsync(Swift, new { requestsPerMinute = 1, tokensPerMinute = 1 }); // they are used up already
        await gateway.NewChatClient().CompleteChatAsync("Who are you?");

        Assert.Equal(1, await gateway.MetricAsync("provider_failovers_total", $"from=\"{Swift}\"", "reason=\"rate_limited\""));
        Assert.Equal((0, 0), (await gateway.MetricAsync(Requests, OfSwift), await gateway.MetricAsync(Tokens, OfSwift)));
        Assert.Equal(0, await gateway.MetricAsync("litellm_remaining_requests", $"api_provider=\"{Swift}\""));
    }

    [Fact]
    public async Task Gauge_OfAProvider_IsThereOnceItHasToldANumber()
    {
        await using var provider = await RecordingProvider.StartAsync();
        await using var gateway = await ModelGateway.StartAsync(("Gateway:Providers:swift:BaseAddress", $"{provider.Address}v1"));
        using var client = gateway.NewClient();

        Assert.Equal((null, null), await AfterACallThatTellsAsync(null));
        Assert.Equal((null, null), await AfterACallThatTellsAsync("many"));
        Assert.Equal((41, null), await AfterACallThatTellsAsync("41"));
        Assert.Equal((41, null), await AfterACallThatTellsAsync("-1"));

        async Task<(double? Requests, double? Tokens)> AfterACallThatTellsAsync(string? remaining)
        {
            if (remaining is not null)
                provider.Headers["x-ratelimit-remaining-requests"] = remaining;
            using var response = await client.PostAsync("/v1/chat/completions", ModelGateway.Body());
            return (await gateway.MetricAsync(Requests, OfSwift), await gateway.MetricAsync(Tokens, OfSwift));
        }
    }
}
