using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Prometheus;

/// <summary>The token of RFC 6750 that a scraper shows where one is asked for: in prometheus.yml <c>authorization: {credentials_file: …}</c>.</summary>
public static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token that a setting asks for.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="key">The setting.</param>
    /// <returns>The token; null where nothing is set, and anybody may ask.</returns>
    /// <exception cref="InvalidOperationException">No header can hold it. The message leaves it out, for it is a secret.</exception>
    public static string? From(IConfiguration configuration, string key)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration[key] switch
        {
            null or "" => null,
            var token when !token.AsSpan().ContainsAnyExceptInRange('!', '~') => token,
            _ => throw new InvalidOperationException(
                $"{key} has a space, a line break or another character that no scraper can show in a header. Give it as letters, digits and signs of ASCII alone."),
        };
    }

    /// <summary>The token that a request shows.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The token, which may be empty; null where it shows none.</returns>
    public static string? ShownBy(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var shown = request.Headers.Authorization.ToString();
        return shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? shown[Scheme.Length..].Trim() : null;
    }

    /// <summary>Whether a request shows the token. How long the answer takes tells nothing of the token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wanted">The token; null where anybody may ask.</param>
    /// <returns>Whether it may be answered.</returns>
    public static bool IsShown(HttpRequest request, string? wanted)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (wanted is null)
            return true;

        // Hashed first, so that neither length nor time tells anything.
        return ShownBy(request) is { } shown && CryptographicOperations.FixedTimeEquals(Hash(shown), Hash(wanted));
    }

    /// <summary>Answers 401, saying that a token is what is missing.</summary>
    /// <param name="response">The answer, whose body is left to the caller.</param>
    public static void Refuse(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
