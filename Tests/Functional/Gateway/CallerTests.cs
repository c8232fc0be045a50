using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>Callers who leave before their answer is whole. The providers may take longer than these tests wait: what ends sooner, the caller has ended.</summary>
public sealed class CallerTests : IAsyncLifetime
{
    private const string Swift = ModelGateway.Swift;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private ModelGateway _gateway = null!;

    [Fact]
    public async Task Caller_WhoLeavesAStream_EndsItAtTheProvider_AndPaysWhatCame()
    {
        await _gateway.Providers.SetAsync(Swift, new { outage = "stall", chunksBeforeOutage = 3, outputMedian = 50, outputP99 = 50 });
        using var client = _gateway.NewClient();
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = ModelGateway.Body(stream: true) })
        using (var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        using (var events = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await ReadEventAsync(events); // the role
            Assert.Contains("\"content\":", await ReadEventAsync(events), StringComparison.Ordinal);
        }

        await _gateway.Providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, AbortedByClient: 1, Streamed: 1));
        var charge = Assert.Single(await _gateway.ChargesAsync());
        Assert.Equal(Swift, charge.Provider);
        Assert.NotEqual(0, charge.Input);
        Assert.InRange(charge.Output, 1, 2);
        await Eventually.PassesAsync(
            async () => Assert.Equal(1, await _gateway.MetricAsync("model_inference_requests_total", $"provider=\"{Swift}\"", "status=\"success\"")), Deadline);
    }

    [Fact]
    public async Task Caller_WhoLeavesBeforeAnAnswer_PaysNothing()
    {
        await _gateway.Providers.SetAsync(Swift, new { outage = "hang" });
        using var client = _gateway.NewClient();
        using var patience = new CancellationTokenSource();

        var call = client.PostAsync("/v1/chat/completions", ModelGateway.Body(), patience.Token);
        await _gateway.Providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, 0, 0));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        await _gateway.Providers.CountsBecomeAsync(Swift, new(Requests: 1, 0, 0, AbortedByClient: 1, 0));
        Assert.Empty(await _gateway.ChargesAsync());
        Assert.Equal(0, await _gateway.MetricAsync("model_inference_requests_total"));
    }

    public async Task InitializeAsync() => _gateway = await ModelGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    private static async Task<string> ReadEventAsync(StreamReader events)
    {
        var data = await events.ReadLineAsync();
        Assert.Equal("", await events.ReadLineAsync());
        return data!;
    }
}
