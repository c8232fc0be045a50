namespace SimulatedProviders.OpenAi;

/// <summary><c>GET /v1/models</c>.</summary>
internal static class ModelsEndpoint
{
    public static async Task<OpenAiError?> AnswerAsync(Call call)
    {
        var owner = $"simulated-{call.Provider}";
        await OpenAiJson.AnswerAsync(call, new ModelList("list", [.. Models.All.Select(model => new Model(model, "model", 0, owner))]));
        return null;
    }

    private sealed record ModelList(string Object, IReadOnlyList<Model> Data);

    /// <param name="Id">Its name.</param>
    /// <param name="Object">What it is.</param>
    /// <param name="Created">Since when there is one, in seconds since 1970: never made, these say 0.</param>
    /// <param name="OwnedBy">Whose it is.</param>
    private sealed record Model(string Id, string Object, long Created, string OwnedBy);
}
