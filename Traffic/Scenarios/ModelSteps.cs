using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Traffic.Scenarios;

/// <summary>What scenarios do with the AI gateway.</summary>
internal static class ModelSteps
{
    private const string AccountsPath = "/api/v1/gateway/accounts";
    private const decimal Credits = 25;
    private const int TrialDays = 14;

    // So short that even a provider that wobbles is done before a visitor loses patience.
    private const int LongestAnswer = 60;

    private static readonly string[] Plans = ["free", "pro", "scale"];
    private static readonly string[] Questions = ["Who is to take the bins out?", "What is for dinner?", "How do I get ink out of a carpet?", "Why is the sky blue?"];

    /// <summary>Has the administrator open an account with credits and a trial.</summary>
    /// <returns>Its key.</returns>
    public static async Task<string> BecomeCustomerAsync(this Visitor visitor, Random random, CancellationToken cancellationToken)
    {
        var account = await visitor.OpenAccountAsync(cancellationToken);
        await visitor.AdministerAsync($"{account}/grants", new { amount = Credits, reason = "Welcome" }, cancellationToken);
        await visitor.AdministerAsync($"{account}/subscription", new { plan = Plans[random.Next(Plans.Length)], trialDays = TrialDays }, cancellationToken);
        var key = await visitor.CreateKeyAsync(account, cancellationToken);
        visitor.Customers.Add(key);
        return key;
    }

    /// <summary>Opens an account without credits.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> OpenAccountAsync(this Visitor visitor, CancellationToken cancellationToken) =>
        $"{AccountsPath}/{FamilySteps.IdOf(await visitor.AdministerAsync(AccountsPath, new { name = $"{People.LastNameOf(visitor.Name)} Ltd" }, cancellationToken))}";

    /// <summary>Makes a key for an account.</summary>
    /// <returns>All of it.</returns>
    public static async Task<string> CreateKeyAsync(this Visitor visitor, string account, CancellationToken cancellationToken) =>
        (await visitor.AdministerAsync($"{account}/keys", new { name = visitor.Name }, cancellationToken)).GetProperty("key").GetString()!;

    /// <summary>The key of a customer; where there is none yet, of a new one.</summary>
    public static async Task<string> ComeWithKeyAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        // Chance of its own: whether there is a customer depends on others.
        var (place, chance) = (visitor.Random.NextDouble(), new Random(visitor.Random.Next()));
        return visitor.Customers.At(place) ?? await visitor.BecomeCustomerAsync(chance, cancellationToken);
    }

    /// <summary>Asks a model a question.</summary>
    public static Task ChatAsync(this Visitor visitor, string key, bool stream, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        var model = visitor.Random.Next(4) == 0 ? "large-chat" : "small-chat";
        var question = Questions[visitor.Random.Next(Questions.Length)];
        return visitor.SendAsync(
            key, "/v1/chat/completions", new { model, stream, messages = (object[])[new { role = "user", content = question }], max_completion_tokens = LongestAnswer }, expected, cancellationToken);
    }

    /// <summary>Has a model make a vector of a question.</summary>
    public static Task EmbedAsync(this Visitor visitor, string key, CancellationToken cancellationToken) =>
        visitor.SendAsync(key, "/v1/embeddings", new { model = "embed", input = Questions[visitor.Random.Next(Questions.Length)] }, HttpStatusCode.OK, cancellationToken);

    private static Task<JsonElement> AdministerAsync(this Visitor visitor, string path, object body, CancellationToken cancellationToken) =>
        visitor.SendAsync(visitor.Customers.AdministratorKey, path, body, HttpStatusCode.Created, cancellationToken);

    private static async Task<JsonElement> SendAsync(this Visitor visitor, string key, string path, object body, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await visitor.SendAsync(request, expected, cancellationToken);
    }
}
