using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Prometheus;

/// <summary>The token of RFC 6750 that a scraper shows where one is asked for: in prometheus.yml <c>authorization: {credentials_file: …}</c>.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static bool IsShown(HttpRequest request, string? wanted)
    {
        if (wanted is null)
            return true;

        var shown = request.Headers.Authorization.ToString();

        // Hashed first, so that neither length nor time tells anything.
        return shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(shown[Scheme.Length..].Trim()), Hash(wanted));
    }

    public static void Refuse(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
