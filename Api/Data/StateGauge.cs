using System.Diagnostics.Metrics;

namespace Api.Data;

/// <summary>
/// A gauge whose value lies in the database: every replica tells the same, so that dashboards take the greatest, and a restart loses nothing.
/// Counted up and down in memory it would drift. Has no value until an <see cref="IStateReader"/> has given it one.
/// </summary>
internal sealed class StateGauge
{
    private const long Unknown = -1;

    private long _value = Unknown;

    public StateGauge(Meter meter, string name, string unit, string description) => meter.CreateObservableGauge(name, Observe, unit, description);

    /// <param name="value">0 or more.</param>
    public void Set(long value) => Interlocked.Exchange(ref _value, value);

    private IEnumerable<Measurement<long>> Observe() => Interlocked.Read(ref _value) is not Unknown and var value ? [new(value)] : [];
}
