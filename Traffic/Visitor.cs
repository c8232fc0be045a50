using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Traffic;

/// <summary>Somebody on a visit to the API.</summary>
/// <param name="api">A client with the address of the API.</param>
/// <param name="outage">Is told of each answer.</param>
/// <param name="accounts">What visitors come back to.</param>
/// <param name="families">Where visitors come home.</param>
/// <param name="customers">Who has a key of the AI gateway.</param>
/// <param name="time">The clock.</param>
/// <param name="random">What the visitor's choices are drawn from.</param>
internal sealed class Visitor(HttpClient api, Outage outage, Accounts accounts, Families families, Customers customers, TimeProvider time, Random random)
{
    private static readonly TimeSpan ShortestThought = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestThought = TimeSpan.FromSeconds(2);

    /// <summary>What scenarios leave to chance.</summary>
    public Random Random { get; } = random;

    /// <summary>First and last name.</summary>
    public string Name { get; } = People.NewName(random);

    public Accounts Accounts => accounts;

    public Families Families => families;

    public Customers Customers => customers;

    public TimeProvider Time => time;

    /// <summary>Whose account the visit is about; null for a stranger.</summary>
    public Account? Account { get; set; }

    /// <summary>Null while the visitor is not logged in.</summary>
    public Session? Session { get; set; }

    /// <summary>Looks at what came before doing the next thing.</summary>
    public Task ThinkAsync(CancellationToken cancellationToken) => Task.Delay(NextThought(), time, cancellationToken);

    /// <summary>How long the next thought takes.</summary>
    public TimeSpan NextThought() => ShortestThought + ((LongestThought - ShortestThought) * Random.NextDouble());

    /// <summary>Gets a path.</summary>
    /// <inheritdoc cref="SendAsync(HttpRequestMessage, HttpStatusCode, CancellationToken)"/>
    public Task<JsonElement> GetAsync(string path, HttpStatusCode expected, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, body: null, expected, cancellationToken);

    /// <summary>Posts an object, as JSON, to a path.</summary>
    /// <inheritdoc cref="SendAsync(HttpRequestMessage, HttpStatusCode, CancellationToken)"/>
    public Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), expected, cancellationToken);

    /// <summary>Sends a body to a path.</summary>
    /// <inheritdoc cref="SendAsync(HttpRequestMessage, HttpStatusCode, CancellationToken)"/>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? body, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        return await SendAsync(request, expected, cancellationToken);
    }

    /// <summary>Sends a request, with the token of the session if there is one and the request has none of its own.</summary>
    /// <returns>The body of an answer that is a success and JSON.</returns>
    /// <exception cref="UnexpectedAnswerException">The answer has another status than it should.</exception>
    public async Task<JsonElement> SendAsync(HttpRequestMessage request, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        if (Session is not null && request.Headers.Authorization is null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Session.Token);

        using var response = await api.SendAsync(request, cancellationToken);
        outage.Answered();
        if (response.StatusCode == expected)
        {
            return response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "application/json"
                ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)
                : default;
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized && Account is not null)
            accounts.Forget(Account); // its database was deleted

        throw new UnexpectedAnswerException($"{request.Method} {request.RequestUri!.PathAndQuery} gave {(int)response.StatusCode} instead of {(int)expected}.");
    }
}
