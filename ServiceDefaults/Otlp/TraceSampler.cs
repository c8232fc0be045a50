using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Otlp;

/// <summary>
/// Which traces are sent, by OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables.
/// OpenTelemetry reads them too, but takes what it does not understand for "all of them".
/// </summary>
internal static class TraceSampler
{
    private const string NameVariable = "OTEL_TRACES_SAMPLER";
    private const string RatioVariable = "OTEL_TRACES_SAMPLER_ARG";

    public static Sampler From(IConfiguration configuration) => configuration[NameVariable]?.Trim().ToLowerInvariant() switch
    {
        null or "" or "parentbased_always_on" => new ParentBasedSampler(new AlwaysOnSampler()),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(Ratio(configuration))),
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(Ratio(configuration)),
        _ => throw new InvalidOperationException(
            $"{NameVariable} is '{configuration[NameVariable]}'. Use always_on, always_off or traceidratio, or one of them after parentbased_."),
    };

    private static double Ratio(IConfiguration configuration) => configuration[RatioVariable] switch
    {
        null or "" => 1,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1 => ratio,
        var text => throw new InvalidOperationException($"{RatioVariable} is '{text}'. Give the share of traces to send, from 0 to 1, such as 0.1."),
    };
}
