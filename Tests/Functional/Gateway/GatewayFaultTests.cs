using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>Whatever breaks, at whatever moment: nothing is charged twice, and nothing stays behind.</summary>
public sealed class GatewayFaultTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Swift = ModelGateway.Swift;
    private const string OnlyOfSwift = "solo";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Database_LostWhileAnAnswerStreams_HasTheCallChargedOnce_WhenItIsBack()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var gateway = await ModelGateway.StartAsync(await postgres.CreateDatabaseAsync(), time: null);
        await gateway.Providers.SetAsync(Swift, new { latencyScale = 1, latencyMedian = 0, latencyP99 = 0, outputMedian = 40, outputP99 = 40, tokensPerSecond = 20 });
        using var client = gateway.NewClient();

        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = ModelGateway.Body(stream: true) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await events.ReadLineAsync();
        await postgres.CrashAsync();
        var rest = await events.ReadToEndAsync();

        // The caller notices nothing; who comes now is told, and no provider is asked for them.
        Assert.StartsWith("data: {", first, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
        Assert.Equal(1, await gateway.MetricAsync("credit_settlements_waiting"));
        using (var refused = await client.PostAsync(Chat, ModelGateway.Body()))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("database_unavailable", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString());
        }

        Assert.Equal(1, (await gateway.Providers.StateOfAsync(Swift)).Counts.Requests);
        await postgres.StartAgainAsync();

        await Eventually.PassesAsync(async () => Assert.Equal(0, await gateway.MetricAsync("credit_settlements_waiting")), Deadline);
        var charge = Assert.Single(await gateway.ChargesAsync());
        Assert.Equal((Swift, ModelGateway.Cost(Swift, charge.Input, 40)), (charge.Provider, charge.Amount));
        Assert.Equal(charge.Amount, (decimal?)await gateway.MetricAsync("credits_used_total"));
    }

    [Fact]
    public async Task Replicas_AskedAtOnce_LetThroughWhatOneWould_AndChargeForThat()
    {
        const int Limit = 7;
        await using var gateway = await ModelGateway.StartAsync(await (await PostgresServer.Shared).CreateDatabaseAsync(), new StoppedTime());
        GatewayHost[] replicas = [gateway.Gateway, await gateway.AddReplicaAsync(), await gateway.AddReplicaAsync()];
        var (limited, _) = await gateway.Gateway.CreateKeyAsync(gateway.Account, new { name = "A test", requestsPerMinute = Limit, tokensPerMinute = 1_000_000 });

        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            using var client = gateway.NewClient(replicas[i % replicas.Length]);
            client.DefaultRequestHeaders.Authorization = new("Bearer", limited);
            using var response = await client.PostAsync(Chat, ModelGateway.Body());
            return response.StatusCode;
        }));

        Assert.Equal(Limit, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(30 - Limit, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(Limit, (await gateway.ChargesAsync()).Count);
        Assert.Equal(Limit, (await gateway.Providers.StateOfAsync(Swift)).Counts.Requests);
    }

    // A provider takes one call at once here: a place that was not given back would have the next call refused.
    [Theory]
    [InlineData("refuse", false)]
    [InlineData("reset", false)]
    [InlineData("hang", false)]
    [InlineData("break", true)]
    [InlineData("stall", true)]
    public async Task Place_OfACallThatFailed_IsGivenBack(string outage, bool isStream)
    {
        await using var gateway = await StartWithOnePlaceAsync();
        using var client = gateway.NewClient();
        await gateway.Providers.SetAsync(Swift, new { outage, chunksBeforeOutage = 2 });

        using (var failed = await client.PostAsync(Chat, ModelGateway.Body(isStream, OnlyOfSwift)))
            Assert.Contains("\"error\"", await failed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await AnswersAgainAsync(gateway, client);
    }

    [Theory]
    [InlineData("hang", false)]
    [InlineData("stall", true)]
    public async Task Place_OfACallerWhoLeft_IsGivenBack(string outage, bool isStream)
    {
        await using var gateway = await StartWithOnePlaceAsync(("Gateway:Providers:swift:Timeout", "00:01:00"));
        using var client = gateway.NewClient();
        await gateway.Providers.SetAsync(Swift, new { outage, chunksBeforeOutage = 2 });
        using var patience = new CancellationTokenSource();

        var call = client.PostAsync(Chat, ModelGateway.Body(isStream, OnlyOfSwift), patience.Token);
        await Eventually.PassesAsync(async () => Assert.Equal(1, (await gateway.Providers.StateOfAsync(Swift)).Counts.Requests), Deadline);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.PassesAsync(async () => Assert.Equal(1, (await gateway.Providers.StateOfAsync(Swift)).Counts.AbortedByClient), Deadline);

        await AnswersAgainAsync(gateway, client);
    }

    private static Task<ModelGateway> StartWithOnePlaceAsync(params (string Key, string Value)[] settings) => ModelGateway.StartAsync(
    [
        ("Gateway:Providers:swift:Concurrency", "1"), ("Gateway:Providers:swift:Timeout", "00:00:01"), ($"Gateway:Providers:swift:Models:{OnlyOfSwift}:Name", ModelGateway.Model),
        ($"Gateway:Providers:swift:Models:{OnlyOfSwift}:InputPrice", "1"), ($"Gateway:Providers:swift:Models:{OnlyOfSwift}:OutputPrice", "1"), .. settings,
    ]);

    private static async Task AnswersAgainAsync(ModelGateway gateway, HttpClient client)
    {
        await gateway.Providers.SetAsync(Swift, new { outage = "none" });
        await Eventually.PassesAsync(
            async () =>
            {
                using var answered = await client.PostAsync(Chat, ModelGateway.Body(model: OnlyOfSwift));
                Assert.True(answered.IsSuccessStatusCode, await answered.Content.ReadAsStringAsync());
            },
            Deadline);
        Assert.Equal(0, await gateway.MetricAsync("credit_reservations_open"));
    }
}
