using System.Diagnostics.Metrics;

namespace ServiceDefaults.Requests;

/// <summary>
/// How many requests of a route are being answered, by method. Numbers of our own that a scrape reads: up and down is two additions, and
/// a listener that comes while requests are under way sees them too.
/// </summary>
/// <param name="endpoint">The route; null for all routes and methods together, without labels.</param>
internal sealed class InProgressCounts(string? endpoint)
{
    private readonly Count?[] _counts = new Count?[RequestMethods.Known.Length + 1];

    public void Add(int method, int difference)
    {
        var index = endpoint is null ? 0 : method;
        Interlocked.Add(ref (_counts[index] ?? Create(index)).Value, difference);
    }

    /// <summary>Those of every method that was asked for at least once.</summary>
    public IEnumerable<Measurement<long>> Measure() =>
        from count in _counts
        where count is not null
        select new Measurement<long>(Interlocked.Read(ref count.Value), count.Tags);

    private Count Create(int index)
    {
        KeyValuePair<string, object?>[] tags = endpoint is null
            ? []
            : [new(RequestMetrics.MethodTag, RequestMethods.NameOf(index)), new(RequestMetrics.EndpointTag, endpoint)];
        Interlocked.CompareExchange(ref _counts[index], new Count(tags), comparand: null);
        return _counts[index]!;
    }

    private sealed class Count(KeyValuePair<string, object?>[] tags)
    {
        public long Value;

        public KeyValuePair<string, object?>[] Tags => tags;
    }
}
