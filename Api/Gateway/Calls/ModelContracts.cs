using System.Text.Json.Serialization;

namespace Api.Gateway.Calls;

/// <summary>A list of models, as OpenAI's API has it.</summary>
internal sealed record ModelsAnswer(IReadOnlyList<ModelAnswer> Data)
{
    public string Object { get; } = "list";
}

/// <summary>A model, as OpenAI's API has it.</summary>
/// <param name="Id">What callers call it.</param>
internal sealed record ModelAnswer(string Id)
{
    public string Object { get; } = "model";

    /// <summary>Seconds since 1970. A model has no date here.</summary>
    public long Created { get; }

    [JsonPropertyName("owned_by")]
    public string OwnedBy { get; } = "gateway";
}
