using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Prometheus;

/// <summary>Whether, where and how Prometheus can scrape.</summary>
internal sealed partial record PrometheusOptions
{
    private const int DefaultSeriesLimit = 2000; // OpenTelemetry's
    private static readonly string[] Switches = ["ENABLE_METRICS", "METRICS_ENABLED", "PROMETHEUS_METRICS_ENABLED"];

    /// <summary>The first of ENABLE_METRICS, METRICS_ENABLED and PROMETHEUS_METRICS_ENABLED that is set decides.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>METRICS_ENDPOINT, or /metrics.</summary>
    public string Path { get; init; } = "/metrics";

    /// <summary>Metrics:BearerToken: what a scraper must show; null when anybody may scrape.</summary>
    public string? BearerToken { get; init; }

    /// <summary>Metrics:SeriesLimit: how many series an instrument can have before further tags are added up in one.</summary>
    public int SeriesLimit { get; init; } = DefaultSeriesLimit;

    /// <summary>Metrics:Created: whether OpenMetrics tells when each counter and histogram began. Off: it is a line more for each, and Prometheus 2 stores it as a series.</summary>
    public bool WithCreated { get; init; }

    /// <summary>Metrics:Buckets:&lt;instrument&gt;: bounds instead of those that the instrument advises.</summary>
    public IReadOnlyDictionary<string, double[]> Buckets { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>Metrics:Aliases:&lt;set&gt;: the compatibility names that are written; all, less the sets that are turned off.</summary>
    public IReadOnlyList<Alias> Aliases { get; init; } = Prometheus.Aliases.All;

    /// <summary>Metrics:GroupStatusCodes: whether the compatibility names have 2xx instead of 200.</summary>
    public bool GroupStatusCodes { get; init; }

    /// <summary>The tags that Metrics:HeaderLabels adds to requests.</summary>
    public string[] HeaderLabels { get; init; } = [];

    /// <summary>What <c>app_name</c> is.</summary>
    public string ServiceName { get; init; } = "";

    /// <exception cref="InvalidOperationException">A setting makes no sense; the message says what to do.</exception>
    public static PrometheusOptions From(IConfiguration configuration, string serviceName)
    {
        var metrics = configuration.GetSection("Metrics");
        return new()
        {
            Enabled = FlagSetting.From(configuration, Switches.FirstOrDefault(name => !string.IsNullOrWhiteSpace(configuration[name])) ?? Switches[0], byDefault: true),
            Path = PathFrom(configuration),
            BearerToken = Prometheus.BearerToken.From(configuration, "Metrics:BearerToken"),
            SeriesLimit = SeriesLimitFrom(metrics),
            WithCreated = FlagSetting.From(configuration, "Metrics:Created", byDefault: false),
            Buckets = metrics.GetSection("Buckets").GetChildren().ToDictionary(each => each.Key, BoundsFrom, StringComparer.Ordinal),
            Aliases = AliasesFrom(configuration, metrics.GetSection("Aliases")),
            GroupStatusCodes = FlagSetting.From(configuration, "Metrics:GroupStatusCodes", byDefault: false),
            HeaderLabels = [.. metrics.GetSection("HeaderLabels").GetChildren().Select(header => HeaderLabel.LabelOf(header.Key))],
            ServiceName = serviceName,
        };
    }

    private static string PathFrom(IConfiguration configuration)
    {
        var path = configuration["METRICS_ENDPOINT"] is { Length: > 0 } set ? set : "/metrics";
        return PlainPath().IsMatch(path)
            ? path
            : throw new InvalidOperationException($"METRICS_ENDPOINT is '{path}'. Give it as a path that starts with a slash and is made of letters, digits and ._~-, such as /metrics.");
    }

    private static int SeriesLimitFrom(IConfiguration metrics) => metrics["SeriesLimit"] switch
    {
        null or "" => DefaultSeriesLimit,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 => limit,
        var other => throw new InvalidOperationException($"Metrics:SeriesLimit is '{other}'. Give the number of series that an instrument may have, such as {DefaultSeriesLimit}."),
    };

    private static double[] BoundsFrom(IConfigurationSection instrument)
    {
        var bounds = new List<double>();
        foreach (var each in instrument.GetChildren().Prepend(instrument).Where(item => item.Value is not null))
        {
            if (!double.TryParse(each.Value, CultureInfo.InvariantCulture, out var bound) || !double.IsFinite(bound) || (bounds.Count > 0 && bound <= bounds[^1]))
                throw new InvalidOperationException($"{each.Path} is '{each.Value}'. Give bounds that are numbers and rise, such as [0.1, 0.5, 1].");
            bounds.Add(bound);
        }

        return [.. bounds];
    }

    private static IReadOnlyList<Alias> AliasesFrom(IConfiguration configuration, IConfigurationSection sets)
    {
        if (sets.GetChildren().FirstOrDefault(set => !Prometheus.Aliases.Sets.Contains(set.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidOperationException($"{unknown.Path} is no set of names. There are: {string.Join(", ", Prometheus.Aliases.Sets)}.");

        return [.. Prometheus.Aliases.All.Where(alias => FlagSetting.From(configuration, $"{sets.Path}:{alias.Set}", byDefault: true))];
    }

    [GeneratedRegex(@"\A(/[A-Za-z0-9._~-]+)*/?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PlainPath();
}
