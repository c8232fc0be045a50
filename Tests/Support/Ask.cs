using System.Net.Http.Json;
using System.Text;

namespace Tests.Support;

/// <summary>A request that can be sent more than once.</summary>
/// <param name="Who">Whose client sends it.</param>
/// <param name="Path">Where to.</param>
/// <param name="Body">Sent as JSON; a text is JSON already; null for none.</param>
/// <param name="Key">Its Idempotency-Key; null for none.</param>
internal sealed record Ask(HttpClient Who, string Path, object? Body = null, string? Key = null)
{
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>An Idempotency-Key that nobody has used.</summary>
    public static string NewKey() => Guid.NewGuid().ToString();

    /// <summary>Sends it, and reads what comes back.</summary>
    /// <param name="replica">Whom to ask; null for the one of the client.</param>
    /// <param name="cancellationToken">The client goes away.</param>
    public async Task<Reply> SendAsync(Uri? replica = null, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(Method, replica is null ? new Uri(Path, UriKind.Relative) : new Uri(replica, Path));
        message.Content = Body switch
        {
            null => null,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(Body),
        };
        if (Key is not null)
            message.Headers.TryAddWithoutValidation("Idempotency-Key", Key);

        using var response = await Who.SendAsync(message, cancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers.Location);
    }
}
