using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Api.Gateway.Models;

namespace Api.Gateway.Calls;

/// <summary>
/// What metrics and traces tell of one call: a span by OpenTelemetry's conventions for generative AI, below which are the requests to the providers.
/// https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
/// </summary>
internal sealed class ModelCall : IDisposable
{
    /// <summary>The source of the spans.</summary>
    public const string SourceName = "Api.Gateway";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly bool _tellsContent;
    private readonly Activity? _span;
    private Offer? _offer;
    private CallStatus? _status = CallStatus.Success;
    private string? _error;
    private bool _hasBegun;

    /// <param name="operation">What is asked for.</param>
    /// <param name="request">The caller's.</param>
    /// <param name="capturesContent">Whether the span tells what is said.</param>
    /// <param name="metrics">Where it is counted.</param>
    /// <param name="time">The clock.</param>
    public ModelCall(ModelOperation operation, ModelRequest request, bool capturesContent, GatewayMetrics metrics, TimeProvider time)
    {
        (Operation, Request, _metrics, _time, _start) = (operation, request, metrics, time, time.GetTimestamp());
        _span = Source.StartActivity($"{operation.Name} {request.Model}", ActivityKind.Client);
        if (_span is not { IsAllDataRequested: true })
            return;

        _span.SetTag("gen_ai.operation.name", operation.Name);
        _span.SetTag("gen_ai.request.model", request.Model);
        _span.SetTag("gen_ai.request.max_tokens", request.MaximumOutputTokens);
        _span.SetTag("gen_ai.request.temperature", request.Number("temperature"));
        _span.SetTag("gen_ai.request.top_p", request.Number("top_p"));
        _span.SetTag("gen_ai.request.seed", request.Number("seed"));
        if (request.Answers > 1)
            _span.SetTag("gen_ai.request.choice.count", request.Answers);
        if (operation.HasOutput)
            _span.SetTag("gen_ai.output.type", "text");
        _tellsContent = capturesContent && operation == ModelOperation.Chat;
        if (_tellsContent)
            _span.SetTag("gen_ai.input.messages", MessageContent.OfPrompt(request.Messages));
    }

    public ModelOperation Operation { get; }

    public ModelRequest Request { get; }

    private string? Provider => _offer?.Provider.Name;

    /// <summary>Begins to read a stream.</summary>
    public StreamUsage NewStream() => new(Request, _tellsContent ? new StreamedText() : null);

    /// <summary>A provider is asked.</summary>
    public void Asks(Offer offer)
    {
        _offer = offer;
        _span?.SetTag("gen_ai.provider.name", offer.Provider.Name);
    }

    /// <summary>There is a piece of a stream's answer. Only the first time counts.</summary>
    public void Began()
    {
        if (_hasBegun)
            return;

        _hasBegun = true;
        _metrics.Began(Operation, Request.Model, Provider!, _time.GetElapsedTime(_start));
    }

    /// <summary>Reads a whole answer.</summary>
    /// <returns>What it has used, as far as the provider says.</returns>
    public TokenUsage Read(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        var answer = json?.RootElement ?? default;
        if (answer.ValueKind != JsonValueKind.Object)
            return new(Request.LikelyInputTokens, body.Length / ModelRequest.BytesOfAToken);

        var tokens = AnswerReader.UsageOf(answer) ?? new(Request.LikelyInputTokens, Operation.HasOutput ? body.Length / ModelRequest.BytesOfAToken : 0);
        Describe(AnswerReader.Text(answer, "model"), AnswerReader.Text(answer, "id"), AnswerReader.FinishReasonOf(answer), tokens);
        if (_tellsContent && answer.TryGetProperty("choices", out var choices))
            TellAnswer(JsonNode.Parse(choices.GetRawText()));
        return tokens;
    }

    /// <summary>Reads what is known of a stream at its end.</summary>
    public void Read(StreamUsage usage)
    {
        Describe(usage.Model, usage.Id, usage.FinishReason, usage.Tokens);
        if (usage.Text is { } text)
            TellAnswer(text.Choices);
    }

    /// <summary>It has no answer, or not all of it.</summary>
    /// <param name="status">Null when it is not to be counted.</param>
    /// <param name="error">A name of few, for <c>error.type</c>.</param>
    /// <param name="detail">What happened.</param>
    public void Failed(CallStatus? status, string error, string detail)
    {
        (_status, _error) = (status, error);
        _span?.SetTag("error.type", error);
        _span?.SetStatus(ActivityStatusCode.Error, detail);
    }

    /// <summary>The caller has gone before its answer was there: there is nothing to count.</summary>
    public void Left()
    {
        _status = null;
        _span?.SetTag("error.type", "cancelled");
    }

    public void Dispose()
    {
        _span?.Dispose();
        if (_status is { } status)
            _metrics.Ended(Operation, Request.Model, Provider, status, _time.GetElapsedTime(_start), _error);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null; // the caller gets it as it is
        }
    }

    private void TellAnswer(JsonNode? choices) => _span?.SetTag("gen_ai.output.messages", MessageContent.OfAnswer(choices));

    private void Describe(string? model, string? id, string? finishReason, TokenUsage tokens)
    {
        if (_span is not { IsAllDataRequested: true })
            return;

        _span.SetTag("gen_ai.response.model", model);
        _span.SetTag("gen_ai.response.id", id);
        if (finishReason is not null)
            _span.SetTag("gen_ai.response.finish_reasons", (string[])[finishReason]);
        _span.SetTag("gen_ai.usage.input_tokens", tokens.Input);
        if (Operation.HasOutput)
            _span.SetTag("gen_ai.usage.output_tokens", tokens.Output);
    }
}
