using System.Text.RegularExpressions;
using Hosting;

namespace Tests.Support.Rules;

/// <summary>
/// Prometheus' configuration with minutes that last a second: for the key <c>Prometheus:Configuration</c>, in a test that wants to see an alert fire.
/// Let what it is to see go on for some seconds: a rate needs more than one scrape, of which there is one a second.
/// </summary>
internal static partial class ShortWindows
{
    /// <summary>Writes prometheus.yml and rules/ into a folder.</summary>
    public static void CopyTo(string folder)
    {
        var source = BackingServices.Bundled("prometheus");
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        foreach (var rules in Directory.GetFiles(Path.Combine(source, "rules")))
            File.WriteAllText(Path.Combine(folder, "rules", Path.GetFileName(rules)), Window().Replace(File.ReadAllText(rules), Shorten));

        var configuration = File.ReadAllText(Path.Combine(source, "prometheus.yml"));
        File.WriteAllText(Path.Combine(folder, "prometheus.yml"), Interval().Replace(configuration, "1s"));
    }

    private static string Shorten(Match window)
    {
        var number = int.Parse(window.Groups["number"].Value);
        return window.Groups["unit"].Value switch
        {
            "m" => $"{number}s",
            "h" => $"{number}m",
            "d" => $"{24 * number}m",
            var unit => throw new NotSupportedException($"{window} cannot be shorter: nothing happens within less than a second, and {unit} is no unit of minutes."),
        };
    }

    // [5m] in an expression, "for: 2m" of an alert
    [GeneratedRegex(@"(?<=\[|for: )(?<number>\d+)(?<unit>\w+)(?=\]|$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Window();

    [GeneratedRegex(@"(?<=(scrape_interval|scrape_timeout|evaluation_interval): )\d+s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Interval();
}
