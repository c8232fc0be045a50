using System.Text.Json;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional.Gateway;

/// <summary>What traces, log and database tell of a call.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class CallTelemetryTests
{
    private const string Prompt = "Nobody else may read that we sail at dawn.";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Call_ThatGoesOnToAnother_IsOneSpanWithARequestToEach_AndNothingOfWhatWasSaid()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var gateway = await ModelGateway.StartAsync([.. OtlpSettings.Quick, ("OTEL_SERVICE_NAME", "api"), OtlpSettings.Tempo(tempo.Url)]);
        await gateway.Providers.SetAsync(ModelGateway.Swift, new { outage = "refuse" });
        await gateway.Providers.SetAsync(ModelGateway.Steady, new { outputMedian = 50, outputP99 = 50 });

        var answer = (await gateway.NewChatClient().CompleteChatAsync(Prompt)).Value;
        await gateway.ChargesAsync();

        await Eventually.PassesAsync(() => Task.Run(() => Assert.Contains(tempo.Spans, span => span.Name == "POST /v1/chat/completions" && span.Service == "api")), Deadline);
        var call = Assert.Single(tempo.Spans, span => span.Name == $"chat {ModelGateway.Model}");
        Assert.Equal((OtlpSpanKind.Client, false, ModelGateway.Steady), (call.Kind, call.IsError, call.Attributes["gen_ai.provider.name"]));
        Assert.Equal(
            ((long)answer.Usage.InputTokenCount, (long)answer.Usage.OutputTokenCount), (call.Attributes["gen_ai.usage.input_tokens"], call.Attributes["gen_ai.usage.output_tokens"]));
        Assert.Equal([200L, 503L], tempo.Spans.Where(span => span.ParentSpanId == call.SpanId && span.Scope == "System.Net.Http").Select(span => span.Attributes["http.response.status_code"]).Order());

        foreach (var said in (string[])[Prompt, answer.Content[0].Text])
        {
            await using var database = new DatabaseContent(gateway.Database);
            Assert.Empty(await database.TablesWithAsync(said));
            Assert.DoesNotContain(said, gateway.Gateway.Api.Log.Text, StringComparison.Ordinal);
            Assert.All(tempo.Spans, span => Assert.DoesNotContain(said, JsonSerializer.Serialize(new { span.Name, span.Attributes, Events = span.Events.Select(e => e.Item2) }), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_WhereItIsAskedFor_IsInTheSpan(bool isStream)
    {
        await using var tempo = await OtlpSink.StartAsync();
        string answer;
        await using (var gateway = await ModelGateway.StartAsync([.. OtlpSettings.Quick, OtlpSettings.Tempo(tempo.Url), ("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")]))
        {
            answer = isStream ? await gateway.StreamChatAsync(Prompt) : (await gateway.NewChatClient().CompleteChatAsync(Prompt)).Value.Content[0].Text;
        }

        var call = Assert.Single(tempo.Spans, span => span.Scope == "Api.Gateway");
        Assert.Equal($$"""[{"role":"user","parts":[{"type":"text","content":"{{Prompt}}"}]}]""", call.Attributes["gen_ai.input.messages"]);
        var said = Assert.Single(JsonDocument.Parse((string)call.Attributes["gen_ai.output.messages"]!).RootElement.EnumerateArray());
        Assert.Equal(("assistant", answer), (said.GetProperty("role").GetString(), said.GetProperty("parts")[0].GetProperty("content").GetString()));
        Assert.Equal("stop", said.GetProperty("finish_reason").GetString());
    }
}
