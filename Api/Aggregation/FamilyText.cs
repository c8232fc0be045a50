using System.Globalization;
using ServiceDefaults.Prometheus;

namespace Api.Aggregation;

/// <summary>Writes a family of samples that Prometheus gave; nothing where it gave none.</summary>
internal static class FamilyText
{
    private const string BucketLabel = "le";
    private const string Infinite = "+Inf";

    public static void Write(ExpositionText text, AggregatedFamily family, ILookup<string, Sample> samples)
    {
        if (!samples.Contains(family.Name))
            return;

        text.Family(family.Name, family.Kind.ToString().ToLowerInvariant(), family.Help);
        var groups = samples[family.Name].GroupBy(sample => KeyOf(family, sample)).OrderBy(group => group.Key, StringComparer.Ordinal);
        if (family.Kind == FamilyKind.Histogram)
        {
            var sums = samples[family.SumName].ToDictionary(sample => KeyOf(family, sample), sample => sample.Value, StringComparer.Ordinal);
            foreach (var group in groups)
                WriteHistogram(text, family, group, sums.GetValueOrDefault(group.Key, "NaN"));
        }
        else
        {
            foreach (var sample in groups.SelectMany(group => group))
                text.Sample(family.Name, LabelsOf(family, sample), sample.Value);
        }
    }

    // The count is the greatest bucket's: so the two agree, whatever was scraped between two queries.
    private static void WriteHistogram(ExpositionText text, AggregatedFamily family, IEnumerable<Sample> buckets, string sum)
    {
        var sorted = buckets.OrderBy(bucket => Bound(bucket.Labels[BucketLabel])).ToList();
        var labels = LabelsOf(family, sorted[^1]).ToList();
        foreach (var bucket in sorted)
            text.Sample($"{family.Name}_bucket", [.. labels, new(BucketLabel, bucket.Labels[BucketLabel])], bucket.Value);
        text.Sample($"{family.Name}_sum", labels, sum);
        text.Sample($"{family.Name}_count", labels, sorted[^1].Value);
    }

    private static double Bound(string le) => le == Infinite ? double.PositiveInfinity : double.Parse(le, CultureInfo.InvariantCulture);

    private static string KeyOf(AggregatedFamily family, Sample sample) => string.Join('\0', family.Labels.Select(label => sample.Labels.GetValueOrDefault(label)));

    private static IEnumerable<KeyValuePair<string, string>> LabelsOf(AggregatedFamily family, Sample sample) =>
        family.Labels.Where(sample.Labels.ContainsKey).Select(label => KeyValuePair.Create(label, sample.Labels[label])).Append(Expression.Marker).OrderBy(label => label.Key, StringComparer.Ordinal);
}
