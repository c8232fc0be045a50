namespace ServiceDefaults;

/// <summary>The histogram boundaries of this project, each with what it suits.</summary>
public static class Buckets
{
    /// <summary>Seconds, 5 ms to 10 s: HTTP requests and queries. Those of ASP.NET Core, which hold every bound that well-known dashboards ask for.</summary>
    public static readonly double[] ShortSeconds = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Bytes, 100 B to 10 MB: bodies of requests and answers, whose sizes differ by orders of magnitude. One bound for each, for there are two such histograms a route.</summary>
    public static readonly long[] Bytes = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>Any other unit: OpenTelemetry's default for an instrument that advises nothing.</summary>
    public static readonly double[] Unadvised = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];
}
