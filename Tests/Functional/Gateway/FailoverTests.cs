using System.ClientModel;
using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>What becomes of a call when a provider fails: who answers, what is charged, what is told.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private const string Swift = ModelGateway.Swift;
    private const string Steady = ModelGateway.Steady;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private ModelGateway _gateway = null!;

    [Theory]
    [InlineData("""{"outage":"refuse"}""", "server_error")]
    [InlineData("""{"errorRate":1}""", "server_error")]
    [InlineData("""{"outage":"reset"}""", "connection")]
    [InlineData("""{"outage":"hang"}""", "timeout")]
    [InlineData("""{"apiKey":"another"}""", "key_refused")]
    public async Task Provider_ThatFails_IsFollowedByTheNext_WhichAloneIsPaid(string fault, string reason)
    {
        await _gateway.Providers.SetAsync(Swift, JsonDocument.Parse(fault));

        var plain = await _gateway.NewChatClient().CompleteChatAsync("Who are you?");
        var streamed = await _gateway.StreamChatAsync("Who are you?");

        Assert.NotEmpty(plain.Value.Content[0].Text);
        Assert.NotEmpty(streamed);
        var charges = await _gateway.ChargesAsync();
        Assert.Equal(2, charges.Count);
        Assert.All(charges, charge => Assert.Equal((Steady, ModelGateway.Cost(Steady, charge.Input, charge.Output)), (charge.Provider, charge.Amount)));
        Assert.Contains((plain.Value.Usage.InputTokenCount, plain.Value.Usage.OutputTokenCount), charges.Select(charge => (charge.Input, charge.Output)));
        Assert.Equal(2, await _gateway.MetricAsync("provider_failovers_total", $"from=\"{Swift}\"", $"to=\"{Steady}\"", $"reason=\"{reason}\""));
        Assert.Equal(2, await _gateway.MetricAsync("model_inference_requests_total", $"provider=\"{Steady}\"", "status=\"success\""));
        Assert.Equal(0, await _gateway.MetricAsync("model_inference_requests_total", $"provider=\"{Swift}\""));
        await Eventually.PassesAsync(
            async () =>
            {
                Assert.Equal((double)charges.Sum(charge => charge.Amount), (await CountedAsync("credits_used_total")).GetValueOrDefault(), precision: 8);
                Assert.Equal(charges.Sum(charge => charge.Input), await CountedAsync("tokens_used_total", "type=\"input\""));
                Assert.Equal(charges.Sum(charge => charge.Output), await CountedAsync("tokens_used_total", "type=\"output\""));
            },
            Deadline);
        Assert.Equal(1, await _gateway.MetricAsync("gen_ai_server_time_to_first_token_seconds_count", $"gen_ai_provider_name=\"{Steady}\""));

        Task<double?> CountedAsync(string name, string type = "") => _gateway.MetricAsync(name, $"provider=\"{Steady}\"", type);
    }

    [Fact]
    public async Task Provider_ThatHasEnough_IsLeftAloneForAsLongAsItSays()
    {
        await _gateway.Providers.SetAsync(Swift, new { requestsPerMinute = 1 });

        for (var i = 0; i < 5; i++)
            await _gateway.NewChatClient().CompleteChatAsync("Who are you?");

        // The first is answered, the second learns that there are no more, and the others do not ask.
        Assert.Equal([Swift, Steady, Steady, Steady, Steady], (await _gateway.ChargesAsync()).Select(charge => charge.Provider));
        Assert.Equal(2, (await _gateway.Providers.StateOfAsync(Swift)).Counts.Requests);
        Assert.Equal(1, await _gateway.MetricAsync("provider_failovers_total", $"from=\"{Swift}\"", "reason=\"rate_limited\""));
        Assert.Equal(3, await _gateway.MetricAsync("provider_failovers_total", $"from=\"{Swift}\"", "reason=\"busy\""));
        Assert.Equal(1, await _gateway.MetricAsync("provider_availability", $"provider=\"{Swift}\""));
    }

    [Fact]
    public async Task Provider_ThatFailsAgainAndAgain_IsNotAskedUntilItGivesASignOfLife()
    {
        await _gateway.Providers.SetAsync(Swift, new { outage = "refuse" });
        var chat = _gateway.NewChatClient();
        for (var i = 0; i < 5; i++)
            await chat.CompleteChatAsync("Who are you?");
        await Eventually.PassesAsync(async () => Assert.Equal(0, await _gateway.MetricAsync("provider_availability", $"provider=\"{Swift}\"")), Deadline);
        Assert.Equal(0, await _gateway.MetricAsync("gatewayz_provider_health_score", $"provider=\"{Swift}\""));
        Assert.Equal((2, 1, 0, 1), await StatesAsync());

        await _gateway.Providers.SetAsync(Swift, new { outage = "none" });
        await Eventually.PassesAsync(async () => Assert.Equal(1, await _gateway.MetricAsync("provider_availability", $"provider=\"{Swift}\"")), Deadline);

        var charged = (await _gateway.ChargesAsync()).Count;
        await chat.CompleteChatAsync("Who are you?");
        Assert.Equal(Swift, (await _gateway.ChargesAsync())[charged].Provider);
        Assert.Equal((2, 2, 0, 0), await StatesAsync());
    }

    [Fact]
    public async Task Everybody_Failing_IsToldInOpenAIsWords_AndCostsNothing()
    {
        await _gateway.Providers.SetAsync(Swift, new { outage = "refuse" });
        await _gateway.Providers.SetAsync(Steady, new { outage = "reset" });
        using var client = _gateway.NewClient();

        using var response = await client.PostAsync("/v1/chat/completions", ModelGateway.Body());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(("server_error", "providers_unavailable"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.Empty(await _gateway.ChargesAsync());
        Assert.Equal(1, await _gateway.MetricAsync("model_inference_requests_total", "status=\"error\""));
    }

    [Fact]
    public async Task Everybody_HangingUntilTheTimeIsUp_IsATimeout()
    {
        await _gateway.Providers.SetAsync(Swift, new { outage = "hang" });
        await _gateway.Providers.SetAsync(Steady, new { outage = "hang" });

        var error = await Assert.ThrowsAsync<ClientResultException>(() => _gateway.NewChatClient().CompleteChatAsync("Who are you?"));

        Assert.Equal(504, error.Status);
        Assert.Empty(await _gateway.ChargesAsync());
        Assert.Equal(1, await _gateway.MetricAsync("model_inference_requests_total", "status=\"timeout\""));
        await _gateway.Providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, AbortedByClient: 1, 0));
    }

    [Theory]
    [InlineData("break", "provider_failed", "error")]
    [InlineData("stall", "provider_timeout", "timeout")]
    public async Task Stream_ThatDoesNotGoOn_EndsWithAnError_AndIsPaidAsFarAsItCame(string outage, string code, string status)
    {
        await _gateway.Providers.SetAsync(Swift, new { outage, chunksBeforeOutage = 4, outputMedian = 50, outputP99 = 50, latencyMedian = 0, latencyP99 = 0, latencyScale = 1, tokensPerSecond = 20 });
        using var client = _gateway.NewClient();

        using var response = await client.PostAsync("/v1/chat/completions", ModelGateway.Body(stream: true));
        var events = Events(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(events.Count, 2, 5); // no [DONE]; a cut can take with it what was sent just before
        Assert.Equal(code, JsonDocument.Parse(events[^1]).RootElement.GetProperty("error").GetProperty("code").GetString());
        var pieces = events.SkipLast(1).Count(data => JsonDocument.Parse(data).RootElement.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var text) && text.GetString()!.Length > 0);
        var charge = Assert.Single(await _gateway.ChargesAsync());
        Assert.Equal((Swift, pieces), (charge.Provider, charge.Output));
        Assert.NotEqual(0, charge.Input);
        Assert.Equal(ModelGateway.Cost(Swift, charge.Input, pieces), charge.Amount);
        Assert.Equal(1, await _gateway.MetricAsync("model_inference_requests_total", $"provider=\"{Swift}\"", $"status=\"{status}\""));
        Assert.Equal(0, await _gateway.MetricAsync("provider_failovers_total"));
        Assert.Equal(80, await _gateway.MetricAsync("gatewayz_provider_health_score", $"provider=\"{Swift}\"")); // that it had begun well does not help
    }

    public async Task InitializeAsync() =>
        _gateway = await ModelGateway.StartAsync(("Gateway:Providers:swift:Timeout", "00:00:01"), ("Gateway:Providers:steady:Timeout", "00:00:01"));

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    private static List<string> Events(string text) => [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(each => each["data: ".Length..])];

    private async Task<(double? Total, double? Healthy, double? Degraded, double? Down)> StatesAsync() =>
        (await StateAsync("total"), await StateAsync("healthy"), await StateAsync("degraded"), await StateAsync("down"));

    private async Task<double?> StateAsync(string state) => await _gateway.MetricAsync($"gatewayz_providers_{state}");
}
