using System.Globalization;
using System.Text.RegularExpressions;

namespace Tests.Support.Telemetry;

/// <summary>Metrics as a service writes them, in Prometheus' text format.</summary>
internal sealed partial class ScrapedSeries(Func<HttpClient> connect, string name, TimeSpan deadline) : SeriesSource(name, deadline)
{
    protected override async Task<IReadOnlyList<Sample>> ReadAsync(string metric) => [.. (await ReadAllAsync()).Where(sample => sample.Name == metric)];

    protected override async Task<IReadOnlyList<string>> ReadNamesAsync() => [.. (await ReadAllAsync()).Select(sample => sample.Name).Distinct(StringComparer.Ordinal)];

    private async Task<IEnumerable<Sample>> ReadAllAsync()
    {
        using var http = connect();
        var text = await http.GetStringAsync("/metrics");
        return Line().Matches(text).Select(line => new Sample(
            line.Groups["name"].Value,
            line.Groups["label"].Captures.Zip(line.Groups["value"].Captures).ToDictionary(label => label.First.Value, label => Unescape(label.Second.Value)),
            double.Parse(line.Groups["number"].Value, CultureInfo.InvariantCulture)));
    }

    private static string Unescape(string value) => Escape().Replace(value, escape => escape.Value switch { @"\n" => "\n", var other => other[1..] });

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?:(?<label>[a-zA-Z0-9_]+)="(?<value>(?:[^"\\]|\\.)*)",?)*\})? (?<number>\S+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\\.", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();
}
