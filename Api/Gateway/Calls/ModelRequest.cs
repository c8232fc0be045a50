using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Api.Gateway.Calls;

/// <summary>
/// A request to a model, as OpenAI's API has it. Of its fields only those are read that routing and credits depend on; all others go to the provider as they came.
/// </summary>
internal sealed class ModelRequest
{
    /// <summary>Of English text, about.</summary>
    public const int BytesOfAToken = 4;

    private const int TokensOfAnImage = 2048; // at most, where one is sent as a data: URL
    private const int TokensOfAnObject = 8; // what a message takes besides its text

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonObject _body;

    private ModelRequest(JsonObject body)
    {
        _body = body;
        Model = Text("model") is { Length: > 0 } model ? model : throw OpenAiException.Invalid("Name a model; GET /v1/models lists those that there are.", "model");
        IsStream = Flag(body, "stream");
        WantsUsage = body["stream_options"] is JsonObject options && Flag(options, "include_usage");
        Answers = Count("n", largest: 128) ?? 1;
        MaximumOutputTokens = Count("max_completion_tokens", int.MaxValue) ?? Count("max_tokens", int.MaxValue);
        MostInputTokens = MostTokens(body);
    }

    public string Model { get; }

    public bool IsStream { get; }

    /// <summary>Whether the caller wants the event that tells what a stream has used.</summary>
    public bool WantsUsage { get; }

    /// <summary>How many answers to the one prompt are asked for.</summary>
    public int Answers { get; }

    /// <summary>Of each answer; null when the model decides.</summary>
    public int? MaximumOutputTokens { get; }

    /// <summary>The prompt of a chat, as it came.</summary>
    public JsonNode? Messages => _body["messages"];

    /// <summary>The prompt has no more tokens, however they are counted: a token is at least a byte of text.</summary>
    public int MostInputTokens { get; }

    /// <summary>What to take it for when the provider does not say.</summary>
    public int LikelyInputTokens => (MostInputTokens + BytesOfAToken - 1) / BytesOfAToken;

    /// <exception cref="OpenAiException">It is none.</exception>
    public static async Task<ModelRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new OpenAiException(StatusCodes.Status415UnsupportedMediaType, "invalid_request_error", code: null, "Send JSON, as application/json.");

        try
        {
            return await JsonNode.ParseAsync(request.Body, documentOptions: Strict, cancellationToken: cancellationToken) is JsonObject body
                ? new(body)
                : throw OpenAiException.Invalid("The body has to be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw OpenAiException.Invalid($"The body is no JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            throw OpenAiException.Invalid("The body has a text that is not Unicode: half of a surrogate pair.");
        }
    }

    /// <summary>A field of the caller's, if it is a number.</summary>
    public double? Number(string field) => _body[field] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    /// <summary>The request for a provider: with its name of the model, and a stream always with what it has used.</summary>
    public ReadOnlyMemory<byte> For(string model)
    {
        _body["model"] = model;
        if (IsStream)
        {
            var options = _body["stream_options"] as JsonObject ?? [];
            options["include_usage"] = true;
            _body["stream_options"] ??= options;
        }

        return JsonSerializer.SerializeToUtf8Bytes(_body);
    }

    private static bool Flag(JsonObject json, string field) => json[field] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw OpenAiException.Invalid($"{field} is true or false.", field),
    };

    private static int MostTokens(JsonNode? node) => node switch
    {
        JsonObject json => json.Aggregate(TokensOfAnObject, (sum, field) => Sum(sum, MostTokens(field.Value))),
        JsonArray array => array.Aggregate(0, (sum, item) => Sum(sum, MostTokens(item))),
        JsonValue value when value.TryGetValue(out string? text) => text.StartsWith("data:", StringComparison.Ordinal) ? TokensOfAnImage : Encoding.UTF8.GetByteCount(text),
        _ => 1,
    };

    private static int Sum(int one, int other) => (int)Math.Min((long)one + other, int.MaxValue);

    private string? Text(string field) => _body[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private int? Count(string field, int largest) => _body[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out int count) && count >= 1 && count <= largest => count,
        _ => throw OpenAiException.Invalid($"{field} is a whole number from 1 to {largest}.", field),
    };
}
