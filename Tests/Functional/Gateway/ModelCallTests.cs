using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>Calls to models while all is well, by OpenAI's own client and by hand.</summary>
public sealed class ModelCallTests(ModelCallTests.Shared shared) : IClassFixture<ModelCallTests.Shared>, IAsyncLifetime
{
    private const string Chat = "/v1/chat/completions";
    private const string Embeddings = "/v1/embeddings";

    private readonly ModelGateway _gateway = shared.Gateway;
    private string _account = "";
    private string _secret = "";
    private HttpClient _client = null!;

    [Fact]
    public async Task Chat_Whole_IsAnsweredAndChargedExactly()
    {
        var answer = (await _gateway.NewChatClient(_secret).CompleteChatAsync("Who are you?")).Value;

        Assert.NotEmpty(answer.Content[0].Text);
        var (input, output) = (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount);
        var charge = Assert.Single(await _gateway.ChargesAsync(_account));
        Assert.Equal((input, output, ModelGateway.Cost(charge.Provider, input, output)), (charge.Input, charge.Output, charge.Amount));
    }

    [Fact]
    public async Task Chat_Streamed_ComesInPieces_AndIsChargedExactly()
    {
        var (pieces, usage) = (0, default(OpenAI.Chat.ChatTokenUsage));
        await foreach (var update in _gateway.NewChatClient(_secret).CompleteChatStreamingAsync("Who are you?"))
        {
            pieces += update.ContentUpdate.Count(part => part.Text.Length > 0);
            usage = update.Usage ?? usage;
        }

        Assert.True(pieces > 1, "It came as a whole.");
        var charge = Assert.Single(await _gateway.ChargesAsync(_account));
        Assert.Equal((usage!.InputTokenCount, usage.OutputTokenCount), (charge.Input, charge.Output));
        Assert.Equal(ModelGateway.Cost(charge.Provider, charge.Input, charge.Output), charge.Amount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Usage_OfAStream_IsShownToThoseWhoAskForIt(bool isWanted)
    {
        using var response = await _client.PostAsJsonAsync(
            Chat, new { model = ModelGateway.Model, stream = true, stream_options = isWanted ? new { include_usage = true } : null, messages = (object[])[new { role = "user", content = "Hi" }] });
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data: [DONE]", events[^1]);
        Assert.Equal(isWanted ? 1 : 0, events.Count(each => each.Contains("\"prompt_tokens\"", StringComparison.Ordinal)));
        var charge = Assert.Single(await _gateway.ChargesAsync(_account));
        Assert.Equal(1, charge.Input); // a word, as the provider counts it: it is asked for the usage in any case
        Assert.NotEqual(0, charge.Output);
    }

    [Fact]
    public async Task Embeddings_AreAnswered_AndCostTheirPromptAlone()
    {
        var answer = (await _gateway.NewOpenAIClient(_secret).GetEmbeddingClient(ModelGateway.Embedder).GenerateEmbeddingsAsync(["one two", "three"])).Value;

        Assert.Equal([256, 256], answer.Select(each => each.ToFloats().Length));
        var charge = Assert.Single(await _gateway.ChargesAsync(_account));
        Assert.Equal((answer.Usage.InputTokenCount, 0), (charge.Input, charge.Output));
    }

    [Fact]
    public async Task Models_AreThoseOfTheConfiguration_AsFarAsTheKeyIsForThem()
    {
        var (restricted, _) = await _gateway.Gateway.CreateKeyAsync(_account, new { name = "Few", models = (string[])[ModelGateway.Embedder, "not-here"] });

        Assert.Equal([ModelGateway.Embedder, ModelGateway.LargeModel, ModelGateway.Model], await ModelsAsync(_secret));
        Assert.Equal([ModelGateway.Embedder], await ModelsAsync(restricted));
        Assert.Equal(ModelGateway.Model, (await _gateway.NewOpenAIClient(_secret).GetOpenAIModelClient().GetModelAsync(ModelGateway.Model)).Value.Id);
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => _gateway.NewOpenAIClient(restricted).GetOpenAIModelClient().GetModelAsync(ModelGateway.Model));
        Assert.Equal(404, unknown.Status);
    }

    [Theory]
    [InlineData(Chat, "{", 400, null)]
    [InlineData(Chat, "[]", 400, null)]
    [InlineData(Chat, "{}", 400, null)]
    [InlineData(Chat, """{"model":7}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","model":"large-chat"}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","stream":"yes"}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","max_tokens":0}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","max_completion_tokens":1.5}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","n":-1}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","messages":[{"role":"user","content":"\ud800"}]}""", 400, null)]
    [InlineData(Chat, """{"model":"small-chat","\ud800":1}""", 400, null)]
    [InlineData(Chat, """{"model":"gpt-unknown","messages":[]}""", 404, "model_not_found")]
    [InlineData(Embeddings, """{"model":"'; DROP TABLE accounts; --","input":"x"}""", 404, "model_not_found")]
    public async Task Request_ThatMakesNoSense_IsRefusedInOpenAIsWords_AndCostsNothing(string path, string body, int status, string? code)
    {
        using var response = await _client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(("invalid_request_error", code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.False(response.Headers.Contains("x-gateway-provider"), "A provider was asked, and refused it in these words.");
        Assert.Empty(await _gateway.ChargesAsync(_account));
        using var anybody = _gateway.Gateway.Api.CreateClient();
        var metrics = await anybody.GetStringAsync("/metrics");
        Assert.DoesNotContain("gpt-unknown", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("DROP TABLE", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer sk-gw-abcdefgh-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef")]
    [InlineData("Basic YW5uOmFubg==")]
    public async Task Stranger_IsTurnedAway_InOpenAIsWords(string? authorization)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, Chat), (HttpMethod.Post, Embeddings), (HttpMethod.Get, "/v1/models")])
        {
            using var stranger = _gateway.Gateway.Api.CreateClient();
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? ModelGateway.Body() : null };
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);

            using var response = await stranger.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("invalid_api_key", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Account_WithoutCredits_IsTold_AndCounted()
    {
        var (poor, _) = await _gateway.Gateway.CreateKeyAsync(await _gateway.Gateway.CreateAccountAsync());
        var before = await _gateway.MetricAsync("model_inference_requests_total", "status=\"insufficient_credits\"");

        var error = await Assert.ThrowsAsync<ClientResultException>(() => _gateway.NewChatClient(poor).CompleteChatAsync("Who are you?"));

        Assert.Equal(402, error.Status);
        Assert.Contains("insufficient_credits", error.GetRawResponse()!.Content.ToString(), StringComparison.Ordinal);
        Assert.Equal(before + 1, await _gateway.MetricAsync("model_inference_requests_total", "status=\"insufficient_credits\""));
    }

    [Fact]
    public async Task Key_WithLimits_IsToldWhatIsLeft_AndWhenThereIsMore()
    {
        var (limited, _) = await _gateway.Gateway.CreateKeyAsync(_account, new { name = "Two", requestsPerMinute = 2, tokensPerMinute = 100_000 });
        _client.DefaultRequestHeaders.Authorization = new("Bearer", limited);

        using var first = await _client.PostAsync(Chat, ModelGateway.Body());
        using var second = await _client.PostAsync(Chat, ModelGateway.Body());
        using var third = await _client.PostAsync(Chat, ModelGateway.Body());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode, third.StatusCode));
        Assert.Equal(("2", "1"), (Header(first, "x-ratelimit-limit-requests"), Header(first, "x-ratelimit-remaining-requests")));
        Assert.Equal("0", Header(second, "x-ratelimit-remaining-requests"));
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task Call_ThatIsAnswered_HasSetAsideBeforeWhatItCouldCostAtMost()
    {
        var (input, output) = ModelGateway.Prices[ModelGateway.Swift]; // the dearest
        var few = await ReserveAsync("x", most: 10);

        Assert.Equal(100 * input / 1000, await ReserveAsync("x" + new string('é', 50), most: 10) - few); // a token for each byte
        Assert.Equal(20 * output / 1000, await ReserveAsync("x", most: 30) - few);
        Assert.Equal(10 * output / 1000, await ReserveAsync("x", most: 10, answers: 2) - few);
        Assert.InRange(await ReserveAsync($"data:image/png;base64,{new string('A', 100_000)}", most: 10), few, few + (10_000 * input / 1000)); // but not of a picture
        Assert.InRange(few, ((1 * input) + (10 * output)) / 1000, ((100 * input) + (10 * output)) / 1000);

        async Task<decimal> ReserveAsync(string content, int most, int answers = 1)
        {
            using var response = await _client.PostAsJsonAsync(
                Chat, new { model = ModelGateway.Model, max_completion_tokens = most, n = answers, messages = (object[])[new { role = "user", content }] });
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return -(await _gateway.Gateway.EntriesAsync(_account)).First(entry => entry.GetProperty("kind").GetString() == "reservation").GetProperty("amount").GetDecimal();
        }
    }

    [Fact]
    public async Task Fields_ThatTheGatewayDoesNotKnow_GoThroughBothWays()
    {
        await using var provider = await RecordingProvider.StartAsync();
        await using var gateway = await ModelGateway.StartAsync(("Gateway:Providers:swift:BaseAddress", $"{provider.Address}v1"), ("Gateway:Providers:swift:Models:small-chat:Name", "theirs-2026"));
        using var client = gateway.NewClient();

        using var response = await client.PostAsJsonAsync(Chat, new { model = ModelGateway.Model, messages = (object[])[new { role = "user", content = "x", cache = true }], tools = (object[])[], new_field = new { deep = 1.50m } });

        var sent = Assert.Single(provider.Bodies);
        Assert.Equal("theirs-2026", sent.GetProperty("model").GetString());
        Assert.Equal("1.50", sent.GetProperty("new_field").GetProperty("deep").GetRawText());
        Assert.True(sent.GetProperty("messages")[0].GetProperty("cache").GetBoolean());
        Assert.Equal(RecordingProvider.Answer, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Provider_WhoFindsFaultWithTheRequest_IsPassedOn_AndCostsNothing()
    {
        await using var provider = await RecordingProvider.StartAsync(StatusCodes.Status422UnprocessableEntity);
        await using var gateway = await ModelGateway.StartAsync(("Gateway:Providers:swift:BaseAddress", $"{provider.Address}v1"));
        using var client = gateway.NewClient();

        using var response = await client.PostAsync(Chat, ModelGateway.Body());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, RecordingProvider.Answer), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Empty(await gateway.ChargesAsync());
        Assert.Equal(100, await gateway.MetricAsync("gatewayz_provider_health_score", "provider=\"swift\""));
    }

    public async Task InitializeAsync()
    {
        _account = await _gateway.Gateway.CreateAccountAsync(100);
        (_secret, _) = await _gateway.Gateway.CreateKeyAsync(_account);
        _client = _gateway.NewClient();
        _client.DefaultRequestHeaders.Authorization = new("Bearer", _secret);
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private async Task<IEnumerable<string>> ModelsAsync(string secret) => (await _gateway.NewOpenAIClient(secret).GetOpenAIModelClient().GetModelsAsync()).Value.Select(model => model.Id);

    public sealed class Shared : IAsyncLifetime
    {
        public ModelGateway Gateway { get; private set; } = null!;

        public async Task InitializeAsync() => Gateway = await ModelGateway.StartAsync();

        public async Task DisposeAsync() => await Gateway.DisposeAsync();
    }
}
