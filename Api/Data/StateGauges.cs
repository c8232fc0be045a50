using System.Diagnostics.Metrics;

namespace Api.Data;

/// <summary><see cref="StateGauge"/>s of one name, one for each of a closed list of keys.</summary>
/// <typeparam name="TKey">What they are told apart by.</typeparam>
internal sealed class StateGauges<TKey> where TKey : notnull
{
    private readonly Func<TKey, KeyValuePair<string, object?>[]> _tagsOf;
    private volatile IReadOnlyList<Measurement<long>> _values = [];

    public StateGauges(Meter meter, string name, string unit, string description, Func<TKey, KeyValuePair<string, object?>[]> tagsOf)
    {
        _tagsOf = tagsOf;
        meter.CreateObservableGauge(name, () => _values, unit, description);
    }

    /// <param name="values">One for each key, 0 or more.</param>
    public void Set(IEnumerable<(TKey Key, long Value)> values) => _values = [.. values.Select(each => new Measurement<long>(each.Value, _tagsOf(each.Key)))];
}
