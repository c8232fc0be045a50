using System.Diagnostics.Metrics;
using Api.Data;

namespace Api.Gateway.Keys;

/// <summary>Who may use the gateway.</summary>
internal sealed class KeysMetrics
{
    public const string MeterName = "Api.Gateway.Keys";

    /// <summary>Gauge, <c>{key}</c>, from the database: keys that are neither revoked nor expired.</summary>
    public const string ActiveName = "active_api_keys";

    public KeysMetrics(IMeterFactory meters) => Active = new(meters.Create(MeterName), ActiveName, "{key}", "Keys that are neither revoked nor expired.");

    public StateGauge Active { get; }
}
