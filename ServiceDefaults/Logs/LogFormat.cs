using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Logs;

/// <summary>Reads how log lines are to look: <c>Logs:Format</c>, json or text.</summary>
internal static class LogFormat
{
    public static ILineFormat From(IConfiguration configuration, string service)
    {
        var format = configuration["Logs:Format"];
        return format?.ToUpperInvariant() switch
        {
            null or "" or "JSON" => new JsonLineFormat(service),
            "TEXT" => new TextLineFormat(colored: !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))),
            _ => throw new InvalidOperationException($"Logs:Format is '{format}'. Set it to json, for machines, or to text, for people."),
        };
    }
}
