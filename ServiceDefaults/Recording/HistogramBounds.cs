using System.Diagnostics.Metrics;
using System.Globalization;

namespace ServiceDefaults.Recording;

/// <summary>The bucket boundaries of a histogram: those that the configuration gives, else what its author advised, else what suits its unit.</summary>
internal static class HistogramBounds
{
    public static double[] Of(Instrument instrument, IReadOnlyDictionary<string, double[]> configured) =>
        configured.GetValueOrDefault(instrument.Name) ?? Advised<double>(instrument) ?? Advised<long>(instrument) ?? Advised<int>(instrument) ?? Advised<float>(instrument)
        ?? Advised<decimal>(instrument) ?? Advised<short>(instrument) ?? Advised<byte>(instrument)
        ?? (instrument.Unit == "s" ? Buckets.ShortSeconds : Buckets.Unadvised);

    private static double[]? Advised<T>(Instrument instrument) where T : struct =>
        (instrument as Histogram<T>)?.Advice?.HistogramBucketBoundaries is { } bounds
            ? [.. bounds.Select(bound => Convert.ToDouble(bound, CultureInfo.InvariantCulture)).Where(double.IsFinite).Distinct().Order()]
            : null;
}
