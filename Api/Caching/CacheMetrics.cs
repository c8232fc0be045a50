using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Memory;

namespace Api.Caching;

/// <summary>How well the cache does its work. The hit ratio derives from <see cref="OperationsName"/>.</summary>
internal sealed class CacheMetrics
{
    public const string MeterName = "Api.Caching";

    /// <summary>Counter, <c>{operation}</c>: look-ups and what else is done with the cache. Tags: <see cref="CacheTag"/>, <see cref="OperationTag"/>, <see cref="ResultTag"/>.</summary>
    public const string OperationsName = "cache.operations"; // scraped as cache_operations_total

    /// <summary>Gauge, bytes: what this replica's cache takes, about.</summary>
    public const string SizeName = "cache.size"; // scraped as cache_size_bytes

    /// <summary>Gauge, <c>{entry}</c>: what this replica's cache holds.</summary>
    public const string EntriesName = "cache.entries"; // scraped as cache_entries

    /// <summary>caller, family or statistics.</summary>
    public const string CacheTag = "cache";

    /// <summary>get, set or invalidate (by the change in this replica, and by its notification in every replica, this one included).</summary>
    public const string OperationTag = "operation";

    /// <summary>
    /// Of get: hit, miss or bypass (the cache could not be trusted just then); of set: stored or dropped (it changed meanwhile, or there was no room);
    /// of invalidate: removed or absent.
    /// </summary>
    public const string ResultTag = "result";

    /// <summary>The cache of sessions with their users.</summary>
    public const string Caller = "caller";

    /// <summary>The cache of families with their members.</summary>
    public const string Family = "family";

    /// <summary>The cache of what statistics say of a family.</summary>
    public const string Statistics = "statistics";

    private const string Get = "get";
    private const string Set = "set";
    private const string Invalidate = "invalidate";

    private readonly Counter<long> _operations;
    private readonly ILogger<CacheMetrics> _logger;

    public CacheMetrics(IMeterFactory meters, MemoryCache memory, ILogger<CacheMetrics> logger)
    {
        _logger = logger;
        var meter = meters.Create(MeterName);
        _operations = meter.CreateCounter<long>(OperationsName, "{operation}", "Look-ups and what else is done with the cache.");
        meter.CreateObservableGauge(SizeName, () => memory.GetCurrentStatistics()!.CurrentEstimatedSize!.Value, "By", "What the cache takes, about.");
        meter.CreateObservableGauge(EntriesName, () => memory.GetCurrentStatistics()!.CurrentEntryCount, "{entry}", "Entries that the cache holds.");

        foreach (var cache in Caches)
        {
            foreach (var (operation, result) in ((string, string)[])
                [(Get, "hit"), (Get, "miss"), (Get, "bypass"), (Set, "stored"), (Set, "dropped"), (Invalidate, "removed"), (Invalidate, "absent")])
            {
                Add(0, cache, operation, result);
            }
        }
    }

    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> Caches { get; } = [Caller, Family, Statistics];

    public void Hit(string cache) => Add(1, cache, Get, "hit");

    public void Missed(string cache) => Add(1, cache, Get, "miss");

    public void Bypassed(string cache) => Add(1, cache, Get, "bypass");

    public void Stored(string cache, bool isKept) => Add(1, cache, Set, isKept ? "stored" : "dropped");

    public void Invalidated(string cache, bool wasThere) => Add(1, cache, Invalidate, wasThere ? "removed" : "absent");

    private void Add(long count, string cache, string operation, string result)
    {
        try
        {
            _operations.Add(count, new(CacheTag, cache), new(OperationTag, operation), new(ResultTag, result));
        }
        catch (Exception exception) // of whoever listens to the meter
        {
            _logger.NotCounted(exception);
        }
    }
}
