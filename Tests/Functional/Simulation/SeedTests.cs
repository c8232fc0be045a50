using System.Net.Http.Json;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional.Simulation;

/// <summary>What a simulated provider does follows from its seed.</summary>
public sealed class SeedTests
{
    private static readonly string[] Addresses = ["chat/completions", "embeddings"];

    [Fact]
    public async Task Seed_InTwoPrograms_GivesTheSameAnswersAndErrors()
    {
        var first = await TalkAsync("swift", seed: 5);
        var again = await TalkAsync("swift", seed: 5);
        var withAnotherSeed = await TalkAsync("swift", seed: 6);
        var ofAnotherProvider = await TalkAsync("steady", seed: 5);

        var errors = first.Count(answer => answer.StartsWith("500", StringComparison.Ordinal));
        Assert.InRange(errors, 1, first.Length - 1);
        Assert.Equal(first.Length - errors, Answered(first).Distinct().Count());
        Assert.Equal(first, again);
        Assert.Empty(Answered(first).Intersect(Answered(withAnotherSeed)));
        Assert.Empty(Answered(first).Intersect(Answered(ofAnotherProvider)));
    }

    private static IEnumerable<string> Answered(string[] answers) => answers.Where(answer => answer.StartsWith("200", StringComparison.Ordinal));

    /// <summary>What a provider answers to the same requests, but for when.</summary>
    private static async Task<string[]> TalkAsync(string provider, int seed)
    {
        await using var providers = ProvidersHost.Start(($"Simulation:Providers:{provider}:Seed", $"{seed}"), ($"Simulation:Providers:{provider}:ErrorRate", "0.3"));
        using var client = providers.NewClient(provider);

        var answers = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            var address = Addresses[number % 2];
            object body = address == "embeddings" ? new { model = "embed", input = $"text {number}" } : new { model = "small-chat", messages = new[] { new { content = "x" } } };
            using var response = await client.PostAsJsonAsync(address, body);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            var fields = answer.EnumerateObject().Where(field => field.Name != "created").Select(field => field.Value.GetRawText());
            answers.Add($"{(int)response.StatusCode} {string.Join(' ', fields)}");
        }

        return [.. answers];
    }
}
