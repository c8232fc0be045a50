using System.Runtime.InteropServices;
using System.Text.Json;

namespace SimulatedProviders.OpenAi;

/// <summary><c>POST /v1/embeddings</c>. The same text has the same vector, of length 1; two texts have nothing in common, however alike.</summary>
internal static class EmbeddingsEndpoint
{
    private const int DefaultDimensions = 256;
    private const int MostDimensions = 4096;

    public static async Task<OpenAiError?> AnswerAsync(Call call)
    {
        var (request, error) = await OpenAiJson.ReadAsync<EmbeddingRequest>(call);
        if ((error ?? ErrorOf(request!)) is { } refusal)
            return refusal;

        var inputs = InputsOf(request!.Input);
        var vectors = inputs.Select(input => VectorOf(call, input, request.Dimensions ?? DefaultDimensions));
        var data = vectors.Select((vector, index) => new Embedding("embedding", index, Encode(vector, request.EncodingFormat)));
        var tokens = inputs.Sum(TokensOf);
        call.TakeTokens(tokens);
        await OpenAiJson.AnswerAsync(call, new EmbeddingAnswer("list", [.. data], request.Model!, new(tokens, tokens)));
        return null;
    }

    private static OpenAiError? ErrorOf(EmbeddingRequest request) => request switch
    {
        { Model: null or "" } => OpenAiError.Invalid("model", "You must provide a model parameter."),
        { Model: not Models.Embedding } => OpenAiError.UnknownModel(request.Model),
        { EncodingFormat: not (null or "float" or "base64") } => OpenAiError.Invalid("encoding_format", "Invalid 'encoding_format': expected 'float' or 'base64'."),
        { Dimensions: < 1 or > MostDimensions } => OpenAiError.Invalid("dimensions", $"Invalid 'dimensions': expected a value from 1 to {MostDimensions}."),
        _ when InputsOf(request.Input) is var inputs && (inputs.Count == 0 || !inputs.All(IsText)) =>
            OpenAiError.Invalid("input", "Invalid 'input': expected a text or an array of texts."),
        _ => null,
    };

    private static IReadOnlyList<JsonElement> InputsOf(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Array when !IsText(input) => [.. input.EnumerateArray()],
        JsonValueKind.Undefined => [],
        _ => [input],
    };

    /// <summary>A text is a string, or an array of token numbers.</summary>
    private static bool IsText(JsonElement input) => input.ValueKind == JsonValueKind.String
        || input.ValueKind == JsonValueKind.Array && input.GetArrayLength() > 0 && input.EnumerateArray().All(token => token.ValueKind == JsonValueKind.Number);

    private static int TokensOf(JsonElement input) => input.ValueKind == JsonValueKind.String ? Words.Count(input.GetString()!) : input.GetArrayLength();

    private static float[] VectorOf(Call call, JsonElement input, int dimensions)
    {
        var text = input.ValueKind == JsonValueKind.String ? input.GetString() : input.GetRawText();
        var random = Chance.Of($"{call.Seed}/{call.Provider}/{text}");
        var vector = Enumerable.Range(0, dimensions).Select(_ => 2 * random.NextDouble() - 1).ToArray();
        var length = Math.Sqrt(vector.Sum(number => number * number));
        return [.. vector.Select(number => (float)(number / length))];
    }

    private static object Encode(float[] vector, string? format) => format == "base64" ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector;
}
