using System.Text;
using ServiceDefaults.Logs;

namespace ServiceDefaults.Requests;

/// <summary>Takes out of a query what must not be stored: the values of keys that name a secret, and of the signatures that OpenTelemetry's conventions list.</summary>
internal static class QueryRedaction
{
    // The word that the conventions want.
    private const string Redacted = "REDACTED";

    /// <param name="query">Without the question mark, as it was sent.</param>
    public static string Redact(ReadOnlySpan<char> query)
    {
        var redacted = new StringBuilder(query.Length);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (redacted.Length > 0 || range.Start.Value > 0)
                redacted.Append('&');
            if (equals >= 0 && IsSecret(Uri.UnescapeDataString(pair[..equals])))
                redacted.Append(pair[..(equals + 1)]).Append(Redacted);
            else
                redacted.Append(pair);
        }

        return redacted.ToString();
    }

    private static bool IsSecret(string key) => key is "AWSAccessKeyId" or "Signature" or "sig" or "X-Goog-Signature" || SecretNames.IsSecret(key);
}
