using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Requests;

/// <summary>What of the requests is counted and logged.</summary>
/// <param name="ExcludedHandlers"><c>Metrics:ExcludedHandlers</c>: regular expressions; a route template that one of them matches as a whole is counted nowhere.</param>
/// <param name="CountsUnmatched"><c>Metrics:Unmatched</c>: group (the default), which counts requests without a route as one, or ignore.</param>
/// <param name="InProgressLabels"><c>Metrics:InProgressLabels</c>: whether requests in progress have method and endpoint, as by default.</param>
/// <param name="HeaderLabels"><c>Metrics:HeaderLabels</c>: headers whose values become a label of http.server.request.duration.</param>
/// <param name="ExcludedPaths"><c>Logs:ExcludedPaths</c>: paths of requests that get no log line; one that ends with * stands for all that begin so.</param>
internal sealed record RequestOptions(
    IReadOnlyList<Regex> ExcludedHandlers,
    bool CountsUnmatched,
    bool InProgressLabels,
    IReadOnlyList<HeaderLabel> HeaderLabels,
    IReadOnlyList<string> ExcludedPaths)
{
    public static RequestOptions From(IConfiguration configuration) => new(
        [.. Values(configuration.GetSection("Metrics:ExcludedHandlers")).Select(Anchored)],
        configuration["Metrics:Unmatched"] switch
        {
            null or "" or "group" => true,
            "ignore" => false,
            var other => throw new InvalidOperationException($"Metrics:Unmatched is '{other}'. Set it to group, which counts requests without a route as one, or to ignore."),
        },
        FlagSetting.From(configuration, "Metrics:InProgressLabels", byDefault: true),
        HeaderLabel.From(configuration.GetSection("Metrics:HeaderLabels")),
        [.. Values(configuration.GetSection("Logs:ExcludedPaths")).Select(Path)]);

    /// <summary>Whether a request for this path gets no log line.</summary>
    public bool IsExcludedFromLogs(string path)
    {
        foreach (var excluded in ExcludedPaths)
        {
            if (excluded.EndsWith('*') ? path.AsSpan().StartsWith(excluded.AsSpan(0, excluded.Length - 1), StringComparison.OrdinalIgnoreCase) : path.Equals(excluded, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static IEnumerable<(string Key, string Value)> Values(IConfigurationSection list) =>
        list.GetChildren().Prepend(list).Where(item => !string.IsNullOrEmpty(item.Value)).Select(item => (item.Path, item.Value!));

    // In linear time, whatever the pattern: it runs inside the first request of a route.
    private static Regex Anchored((string Key, string Value) pattern)
    {
        try
        {
            _ = new Regex(pattern.Value, RegexOptions.NonBacktracking); // on its own, lest "a)|(b" pass between our brackets
            return new Regex($@"\A(?:{pattern.Value})\z", RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"{pattern.Key} is '{pattern.Value}'. Give it as a regular expression for whole route templates, such as /api/internal/.*, without lookarounds and back-references. {exception.Message}",
                exception);
        }
    }

    private static string Path((string Key, string Value) path) => path.Value.StartsWith('/')
        ? path.Value
        : throw new InvalidOperationException($"{path.Key} is '{path.Value}'. Give it as a path that starts with a slash, such as /favicon.ico or /static/*.");
}
