using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OpenAI.Chat;
using OpenAI.Embeddings;
using Tests.Support;

namespace Tests.Functional.Simulation;

/// <summary>The simulated providers speak OpenAI's protocol: with its own client, and byte by byte where that hides something.</summary>
public sealed class OpenAiTests : IAsyncDisposable
{
    private const string Question = "Who are you, and why?"; // five words

    private readonly ProvidersHost _providers = ProvidersHost.Start();

    public ValueTask DisposeAsync() => _providers.DisposeAsync();

    [Fact]
    public async Task Completion_OfTheOfficialClient_HasAllThatItReads()
    {
        ChatCompletion completion = await NewChat().CompleteChatAsync([new SystemChatMessage("Be brief."), new UserChatMessage(Question)]);

        Assert.Equal(("small-chat", ChatMessageRole.Assistant, ChatFinishReason.Stop), (completion.Model, completion.Role, completion.FinishReason));
        Assert.Equal((7, Words(completion)), (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount));
        Assert.Equal(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount, completion.Usage.TotalTokenCount);
        Assert.Equal((0, 0), (completion.Usage.InputTokenDetails.CachedTokenCount, completion.Usage.OutputTokenDetails.ReasoningTokenCount));
        Assert.StartsWith("chatcmpl-", completion.Id, StringComparison.Ordinal);
        Assert.InRange(completion.CreatedAt, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Null(completion.Refusal);
    }

    [Fact]
    public async Task Completion_WithAPictureAmongItsParts_CountsTheirText()
    {
        var picture = ChatMessageContentPart.CreateImagePart(new Uri("http://localhost/cat.png"));

        ChatCompletion completion = await NewChat().CompleteChatAsync(
            new UserChatMessage(ChatMessageContentPart.CreateTextPart(Question), picture, ChatMessageContentPart.CreateTextPart("A cat?")));

        Assert.Equal(7, completion.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Stream_OfTheSameRequest_AddsUpToThePlainAnswer()
    {
        ChatCompletion plain = await NewChat().CompleteChatAsync(Question);
        await _providers.ResetAsync(ProvidersHost.Swift);

        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in NewChat().CompleteChatStreamingAsync(Question))
            updates.Add(update);

        Assert.Equal(plain.Content[0].Text, string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        Assert.Equal(plain.Id, Assert.Single(updates.Select(update => update.CompletionId).Distinct()));
        Assert.Equal(plain.FinishReason, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
        var usage = Assert.Single(updates, update => update.Usage is not null).Usage;
        Assert.Equal((plain.Usage.InputTokenCount, plain.Usage.OutputTokenCount), (usage.InputTokenCount, usage.OutputTokenCount));
        Assert.Equal(plain.Usage.OutputTokenCount, updates.Count(update => update.ContentUpdate is [{ Text.Length: > 0 }]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_ByteByByte_HasUsageAsItWasAskedFor(bool includeUsage)
    {
        using var client = _providers.NewClient();
        object request = includeUsage
            ? new { model = "small-chat", messages = Messages(), stream = true, stream_options = new { include_usage = true }, max_tokens = 2 }
            : new { model = "small-chat", messages = Messages(), stream = true, max_tokens = 2 };

        using var response = await client.PostAsJsonAsync("chat/completions", request);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data: [DONE]", events[^1]);
        var chunks = events[..^1].Select(each => JsonSerializer.Deserialize<JsonElement>(each["data: ".Length..])).ToArray();
        var withChoice = includeUsage ? chunks[..^1] : chunks;
        Assert.Equal(4, withChoice.Length);
        Assert.Equal("""{"role":"assistant","content":""}""", withChoice[0].GetProperty("choices")[0].GetProperty("delta").GetRawText());
        Assert.Equal("""{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}""", withChoice[^1].GetProperty("choices")[0].GetRawText());
        Assert.All(withChoice[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("choices")[0].GetProperty("finish_reason").ValueKind));
        Assert.All(withChoice, chunk => Assert.Equal(includeUsage, chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Null));
        if (includeUsage)
        {
            Assert.Equal("[]", chunks[^1].GetProperty("choices").GetRawText());
            Assert.Equal((5, 2, 7), UsageOf(chunks[^1]));
        }
    }

    [Fact]
    public async Task Completion_ThatMayNotBeSoLong_IsCutAndSaysSo()
    {
        ChatCompletion cut = await NewChat().CompleteChatAsync([new UserChatMessage(Question)], new ChatCompletionOptions { MaxOutputTokenCount = 3 });

        Assert.Equal((ChatFinishReason.Length, 3, 3), (cut.FinishReason, cut.Usage.OutputTokenCount, Words(cut)));
    }

    [Fact]
    public async Task Embeddings_InBase64AndAsNumbers_AreTheSameOfTheSameText()
    {
        OpenAIEmbeddingCollection embeddings = await _providers.NewOpenAIClient().GetEmbeddingClient("embed").GenerateEmbeddingsAsync(["one text", "another text here"]);
        using var client = _providers.NewClient();
        var numbers = await PostAsync(client, "embeddings", new { model = "embed", input = "one text", encoding_format = "float" });

        var vector = embeddings[0].ToFloats().ToArray();
        Assert.Equal(vector, numbers.GetProperty("data")[0].GetProperty("embedding").Deserialize<float[]>());
        Assert.NotEqual(vector, embeddings[1].ToFloats().ToArray());
        Assert.Equal((256, 1.0), (vector.Length, Math.Round(vector.Sum(number => (double)number * number), 4)));
        Assert.Equal(("embed", 5, 5), (embeddings.Model, embeddings.Usage.InputTokenCount, embeddings.Usage.TotalTokenCount));
        Assert.Equal([0, 1], embeddings.Select(embedding => embedding.Index));
    }

    [Fact]
    public async Task Embedding_OfTokens_CountsThemAndHasTheDimensionsAskedFor()
    {
        using var client = _providers.NewClient();

        var answer = await PostAsync(client, "embeddings", new { model = "embed", input = Enumerable.Range(5, 3), dimensions = 8 });

        Assert.Equal(8, Assert.Single(answer.GetProperty("data").EnumerateArray()).GetProperty("embedding").GetArrayLength());
        Assert.Equal(3, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Models_OfAProvider_AreItsOwn()
    {
        var models = (await _providers.NewOpenAIClient("steady").GetOpenAIModelClient().GetModelsAsync()).Value;

        Assert.Equal(["small-chat", "large-chat", "embed"], models.Select(model => model.Id));
        Assert.All(models, model => Assert.Equal("simulated-steady", model.OwnedBy));
    }

    [Theory]
    [InlineData("chat/completions", "", 400, null, null)]
    [InlineData("chat/completions", "null", 400, null, null)]
    [InlineData("chat/completions", """{"messages":[{"content":"x"}]}""", 400, "model", null)]
    [InlineData("chat/completions", """{"model":"gpt-9","messages":[{"content":"x"}]}""", 404, null, "model_not_found")]
    [InlineData("chat/completions", """{"model":"embed","messages":[{"content":"x"}]}""", 404, null, "model_not_found")]
    [InlineData("chat/completions", """{"model":"small-chat","messages":[]}""", 400, "messages", null)]
    [InlineData("chat/completions", """{"model":"small-chat","messages":[{"content":"x"}],"stream":"yes"}""", 400, "stream", null)]
    [InlineData("chat/completions", """{"model":"small-chat","messages":[{"content":"x"}],"stream_options":{}}""", 400, "stream_options", null)]
    [InlineData("chat/completions", """{"model":"small-chat","messages":[{"content":"x"}],"max_tokens":0}""", 400, "max_tokens", null)]
    [InlineData("chat/completions", """{"model":"small-chat","messages":[{"content":"x"}],"max_completion_tokens":-1}""", 400, "max_completion_tokens", null)]
    [InlineData("embeddings", """{"input":"x"}""", 400, "model", null)]
    [InlineData("embeddings", """{"model":"small-chat","input":"x"}""", 404, null, "model_not_found")]
    [InlineData("embeddings", """{"model":"embed"}""", 400, "input", null)]
    [InlineData("embeddings", """{"model":"embed","input":[]}""", 400, "input", null)]
    [InlineData("embeddings", """{"model":"embed","input":[{}]}""", 400, "input", null)]
    [InlineData("embeddings", """{"model":"embed","input":"x","encoding_format":"hex"}""", 400, "encoding_format", null)]
    [InlineData("embeddings", """{"model":"embed","input":"x","dimensions":0}""", 400, "dimensions", null)]
    [InlineData("/nobody/v1/embeddings", """{"model":"embed","input":"x"}""", 404, null, null)]
    public async Task Request_ThatIsWrong_GetsAnErrorOfOpenAIsShape(string address, string body, int status, string? param, string? code)
    {
        using var client = _providers.NewClient();

        using var response = await client.PostAsync(address, new StringContent(body, mediaType: new("application/json")));

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("invalid_request_error", param, code),
            (error.GetProperty("type").GetString(), error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
        Assert.NotEqual("", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Key_ThatIsNotTheProviders_IsRefused()
    {
        await _providers.SetAsync(ProvidersHost.Swift, new { apiKey = "right" });
        using var nobody = _providers.NewClient();
        nobody.DefaultRequestHeaders.Authorization = null;

        using var withoutKey = await nobody.GetAsync("models");
        var wrong = await Assert.ThrowsAsync<ClientResultException>(() => _providers.NewOpenAIClient(key: "wrong").GetOpenAIModelClient().GetModelsAsync());
        var right = await _providers.NewOpenAIClient(key: "right").GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, withoutKey.StatusCode);
        Assert.Equal(401, wrong.Status);
        Assert.Contains("invalid_api_key", wrong.Message, StringComparison.Ordinal);
        Assert.NotEmpty(right.Value);
    }

    private static object[] Messages() => [new { role = "user", content = Question }];

    private static int Words(ChatCompletion completion) => Assert.Single(completion.Content).Text.Split(' ').Length;

    private static (int Prompt, int Completion, int Total) UsageOf(JsonElement answer)
    {
        var usage = answer.GetProperty("usage");
        return (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32());
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string address, object body)
    {
        using var response = await client.PostAsJsonAsync(address, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private ChatClient NewChat() => _providers.NewOpenAIClient().GetChatClient("small-chat");
}
