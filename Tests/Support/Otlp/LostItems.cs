using System.Globalization;
using System.Text.RegularExpressions;

namespace Tests.Support.Otlp;

/// <summary>Reads <c>telemetry_export_lost_total</c> from what a service exposes.</summary>
internal static partial class LostItems
{
    /// <summary>By destination, signal and reason, as <c>tempo traces refused</c>.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> LostAsync(this SmallService service)
    {
        var lost = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (Match line in Sample().Matches(await service.ScrapeAsync()))
        {
            var labels = Label().Matches(line.Groups["labels"].Value).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value);
            lost.Add($"{labels["destination"]} {labels["signal"]} {labels["reason"]}", long.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));
        }

        return lost;
    }

    [GeneratedRegex(@"^telemetry_export_lost_total\{(?<labels>.*)\} (?<value>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<name>\\w+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
