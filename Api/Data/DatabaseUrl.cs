using Npgsql;

namespace Api.Data;

/// <summary><c>DATABASE_URL</c>, as platforms hand it out: <c>postgresql://user:password@host:port/database?sslmode=require</c>, percent-encoded.</summary>
internal static class DatabaseUrl
{
    public const string Key = "DATABASE_URL";

    private const int DefaultPort = 5432;

    // libpq's words, and Npgsql's.
    private static readonly Dictionary<string, SslMode> SslModes = new(StringComparer.Ordinal)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    /// <returns>What Npgsql calls the same; null where the variable is not set.</returns>
    /// <exception cref="InvalidOperationException">It is no such URL. The message says what one looks like, and nothing of what stands there: a password may.</exception>
    public static string? ConnectionStringFrom(IConfiguration configuration)
    {
        if (configuration[Key] is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        // What else than one segment follows the host is a password with a '/', '?' or '#' that is not encoded.
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("postgresql" or "postgres")
            || url.Host.Length == 0 || url.Port == 0 || url.Fragment.Length > 0 || url.AbsolutePath.Length < 2 || url.AbsolutePath.IndexOfAny(['/', '@'], 1) > 0)
        {
            throw new InvalidOperationException(
                $"{Key} is not of the form postgresql://user:password@host:port/database?sslmode=require. "
                + "In a password '@' is written %40, ':' %3A, '/' %2F, '?' %3F, '#' %23 and '%' %25.");
        }

        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = url.DnsSafeHost, // an IPv6 address without its brackets
            Port = url.IsDefaultPort ? DefaultPort : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath[1..]),
        };
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, ..] credentials)
        {
            connection.Username = Uri.UnescapeDataString(user);
            connection.Password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : null;
        }

        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            connection.SslMode = SslModeFrom(parameter);
        return connection.ConnectionString;
    }

    private static SslMode SslModeFrom(string parameter) => parameter.Split('=', 2) switch
    {
        ["sslmode", var value] when SslModes.TryGetValue(value, out var mode) => mode,
        ["sslmode", ..] => throw new InvalidOperationException($"{Key} has an sslmode that PostgreSQL does not know. There are {string.Join(", ", SslModes.Keys)}."),
        _ => throw new InvalidOperationException($"{Key} has a parameter other than sslmode. Set ConnectionStrings:{DataModule.ConnectionName} instead, as Npgsql writes it, and remove {Key}."),
    };
}
