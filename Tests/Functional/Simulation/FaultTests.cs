using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SimulatedProviders;
using Tests.Support;

namespace Tests.Functional.Simulation;

/// <summary>How a simulated provider fails, as its client sees it, and how it counts that.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private const string Swift = ProvidersHost.Swift;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly ProvidersHost _providers;
    private readonly HttpClient _client;

    public FaultTests()
    {
        _providers = ProvidersHost.Start(_time);
        _client = _providers.NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _providers.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"outage":"refuse"}""", 503)]
    [InlineData("""{"errorRate":1}""", 500)]
    public async Task Provider_ThatAnswersWithErrors_DoesSoUntilItIsTold(string settings, int status)
    {
        var chat = _providers.NewOpenAIClient().GetChatClient("small-chat");

        await _providers.SetAsync(Swift, JsonDocument.Parse(settings));
        var error = await Assert.ThrowsAsync<ClientResultException>(() => chat.CompleteChatAsync("x"));
        await _providers.SetAsync(Swift, new { outage = "none", errorRate = 0 });
        await chat.CompleteChatAsync("x");

        Assert.Equal(status, error.Status);
        await _providers.CountsBecomeAsync(Swift, new(Requests: 2, Answered: 1, Failed: 1, AbortedByClient: 0, Streamed: 0));
    }

    [Fact]
    public async Task Provider_ThatHangs_HoldsTheRequestUntilItsClientGoes()
    {
        await _providers.SetAsync(Swift, new { outage = "hang" });
        using var patience = new CancellationTokenSource();

        var answer = AskAsync(patience.Token);
        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, AbortedByClient: 0, 0));
        Assert.Equal(1, (await _providers.StateOfAsync(Swift)).Counts.Open);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, AbortedByClient: 1, 0));
        Assert.Equal(0, (await _providers.StateOfAsync(Swift)).Counts.Open);
    }

    [Fact]
    public async Task Provider_ThatIsReset_CutsOffWhoeverWaitsAndCountsAnew()
    {
        await _providers.SetAsync(Swift, new { outage = "hang" });
        var answer = AskAsync();
        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, 0, 0));

        await _providers.ResetAsync(Swift);

        await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(Deadline));
        var state = await _providers.StateOfAsync(Swift);
        Assert.Equal((Outage.None, new ProviderCounts(0, 0, 0, 0, 0)), (state.Settings.Outage, state.Counts));
    }

    [Fact]
    public async Task Provider_ThatCutsConnections_GivesNoAnswer()
    {
        await _providers.SetAsync(Swift, new { outage = "reset" });

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync());

        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, Failed: 1, 0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task Stream_ThatBreaks_EndsAfterSoManyEventsWithAnError(int events)
    {
        await _providers.SetAsync(Swift, new { outage = "break", chunksBeforeOutage = events });
        using var stream = await OpenStreamAsync();

        for (var sent = 0; sent < events; sent++)
            Assert.StartsWith("data: {", await ReadEventAsync(stream), StringComparison.Ordinal);

        await Assert.ThrowsAnyAsync<IOException>(() => ReadEventAsync(stream));
        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, Failed: 1, 0, Streamed: 1));
    }

    [Fact]
    public async Task Stream_ThatStalls_StaysOpenUntilItsClientGoes()
    {
        await _providers.SetAsync(Swift, new { outage = "stall", chunksBeforeOutage = 2 });
        using (var stream = await OpenStreamAsync())
        {
            Assert.StartsWith("data: {", await ReadEventAsync(stream), StringComparison.Ordinal);
            Assert.StartsWith("data: {", await ReadEventAsync(stream), StringComparison.Ordinal);
            Assert.Equal(1, (await _providers.StateOfAsync(Swift)).Counts.Open);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ReadLineAsync(patience.Token));
        }

        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, AbortedByClient: 1, Streamed: 1));
    }

    [Theory]
    [InlineData("break")]
    [InlineData("stall")]
    public async Task Answer_ThatIsPlain_ComesWholeWhileStreamsFail(string outage)
    {
        await _providers.SetAsync(Swift, new { outage, chunksBeforeOutage = 0 });

        using var answer = await AskAsync();

        Assert.Contains("\"finish_reason\":\"stop\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatIsWhole_IsCountedOnceItIs()
    {
        using var stream = await OpenStreamAsync();

        Assert.EndsWith("data: [DONE]\n\n", await stream.ReadToEndAsync(), StringComparison.Ordinal);

        Assert.Equal(new(Requests: 1, Answered: 1, 0, 0, Streamed: 1), (await _providers.StateOfAsync(Swift)).Counts);
    }

    [Fact]
    public async Task Requests_AboveTheLimit_AreToldWhenToComeAgain()
    {
        await _providers.SetAsync(Swift, new { requestsPerMinute = 2 });

        Assert.Equal((HttpStatusCode.OK, null), await AskForModelsAsync());
        Assert.Equal((HttpStatusCode.OK, null), await AskForModelsAsync());
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(60)), await AskForModelsAsync());
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(45)), await AskForModelsAsync());
        _time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal((HttpStatusCode.OK, null), await AskForModelsAsync());
        Assert.Equal(new(Requests: 5, Answered: 3, Failed: 2, 0, 0), (await _providers.StateOfAsync(Swift)).Counts);
    }

    [Fact]
    public async Task Answers_OfALimitedProvider_TellWhatIsLeftAfterThem()
    {
        await _providers.SetAsync(Swift, new { requestsPerMinute = 4, tokensPerMinute = 1000, outputMedian = 10, outputP99 = 10 });

        using var models = await _client.GetAsync("models");
        using var plain = await AskAsync(); // a word, and ten in answer
        using var streamed = await AskForStreamAsync();
        using var embedded = await _client.PostAsJsonAsync("embeddings", new { model = "embed", input = "two words" });
        using var refused = await AskAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        using var afterwards = await _client.GetAsync("models");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(
            [
                "3 of 4 requests, 1000 of 1000 tokens", "2 of 4 requests, 989 of 1000 tokens", "1 of 4 requests, 978 of 1000 tokens", "0 of 4 requests, 976 of 1000 tokens",
                "0 of 4 requests, 976 of 1000 tokens", "3 of 4 requests, 1000 of 1000 tokens",
            ],
            ((HttpResponseMessage[])[models, plain, streamed, embedded, refused, afterwards]).Select(LimitsOf));
    }

    [Fact]
    public async Task Requests_AfterTheLastTokenOfAMinute_AreRefusedUntilTheNext()
    {
        await _providers.SetAsync(Swift, new { requestsPerMinute = 10, tokensPerMinute = 12, outputMedian = 10, outputP99 = 10 });

        using var first = await AskAsync();
        using var beyond = await AskAsync(); // one token was left
        using var refused = await AskAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        using var afterwards = await AskAsync();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], ((HttpResponseMessage[])[first, beyond, refused, afterwards]).Select(each => each.StatusCode));
        Assert.Equal("8 of 10 requests, 0 of 12 tokens", LimitsOf(refused));
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("tokens", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Provider_WithoutLimits_SaysNothingOfThem()
    {
        await _providers.SetAsync(Swift, new { requestsPerMinute = (int?)null, tokensPerMinute = (int?)null });

        using var answer = await AskAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Provider_ThatWobbles_FailsInTheLastThirdOfEachPeriod()
    {
        await _providers.SetAsync(Swift, new { wobbleSeconds = 90 });

        Assert.Equal(0, await FailuresOfTwentyAsync());
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.InRange(await FailuresOfTwentyAsync(), 2, 14);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await FailuresOfTwentyAsync());
    }

    [Fact]
    public async Task Answer_OfASlowProvider_TakesItsTime()
    {
        // The same median and p99: no chance. Five seconds, and a hundred tokens in ten more.
        await _providers.SetAsync(Swift, new { latencyScale = 1, latencyMedian = 5000, latencyP99 = 5000, tokensPerSecond = 10, outputMedian = 100, outputP99 = 100 });
        var begin = _time.GetTimestamp();

        var answer = AskAsync();
        await _providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, 0, 0));
        await Eventually.PassesAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1)); // little: the answer comes a step or two after its time
                Assert.True(answer.IsCompleted);
                return Task.CompletedTask;
            },
            Deadline);

        Assert.True(_time.GetElapsedTime(begin) >= TimeSpan.FromSeconds(15), $"It took {_time.GetElapsedTime(begin)}.");
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync(CancellationToken cancellationToken = default) =>
        _client.PostAsJsonAsync("chat/completions", new { model = "small-chat", messages = new[] { new { role = "user", content = "x" } } }, cancellationToken);

    private async Task<HttpResponseMessage> AskForStreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions");
        request.Content = JsonContent.Create(new { model = "small-chat", stream = true, messages = new[] { new { role = "user", content = "x" } } });
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<StreamReader> OpenStreamAsync() => new(await (await AskForStreamAsync()).Content.ReadAsStreamAsync());

    private static string LimitsOf(HttpResponseMessage answer)
    {
        return $"{Of("requests")}, {Of("tokens")}";

        string Of(string what) => $"{Header($"remaining-{what}")} of {Header($"limit-{what}")} {what}";

        string Header(string name) => Assert.Single(answer.Headers.GetValues($"x-ratelimit-{name}"));
    }

    /// <summary>An event and the empty line after it.</summary>
    private static async Task<string?> ReadEventAsync(StreamReader stream)
    {
        var line = await stream.ReadLineAsync();
        Assert.Equal("", await stream.ReadLineAsync());
        return line;
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter)> AskForModelsAsync()
    {
        using var response = await _client.GetAsync("models");
        return (response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    private async Task<int> FailuresOfTwentyAsync()
    {
        var failures = 0;
        for (var request = 0; request < 20; request++)
            failures += (await AskForModelsAsync()).Status == HttpStatusCode.InternalServerError ? 1 : 0;
        return failures;
    }
}
