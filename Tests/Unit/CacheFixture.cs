using Api.Caching;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit;

/// <summary>A cache that nobody tells anything but the test.</summary>
internal sealed class CacheFixture : IDisposable
{
    public const int ThingBytes = 1000;

    private readonly MetricStoreFixture _metrics = new();
    private readonly MemoryCache _memory;

    public CacheFixture(long sizeLimit = 1 << 20, bool isTrusted = true)
    {
        _memory = CachingModule.NewMemory(sizeLimit, Time);
        Cache = new Cache(_memory, new CacheMetrics(_metrics.Meters, _memory, NullLogger<CacheMetrics>.Instance));
        if (isTrusted)
            Cache.Trust();
    }

    public ShiftedTime Time { get; } = new();

    public Cache Cache { get; }

    public static CacheKey NewKey() => new(CacheMetrics.Family, Guid.NewGuid());

    /// <summary>Gets what somebody else may have changed to this.</summary>
    public async Task<string?> GetAsync(CacheKey key, string? stored) =>
        (await Cache.GetAsync(key, _ => Task.FromResult(stored is null ? null : new Thing(stored)), CancellationToken.None))?.Name;

    /// <summary>The counts that are not 0, as <c>family/get/hit 2</c>.</summary>
    public async Task<string> CountsAsync() => string.Join(", ",
        (await _metrics.WriteAsync("cache_operations_total")).Split('\n')
            .Where(line => line.StartsWith("cache_operations_total{", StringComparison.Ordinal) && ScrapedText.ValueOf(line) > 0)
            .Select(line => $"{string.Join('/', line.Split('"').Where((_, i) => i % 2 == 1))} {ScrapedText.ValueOf(line)}")
            .Order(StringComparer.Ordinal));

    public Task<string> WriteAsync() => _metrics.WriteAsync("cache_");

    public async Task<(double? Bytes, double? Entries)> SizeAsync() => (await _metrics.ReadAsync("cache_size_bytes"), await _metrics.ReadAsync("cache_entries"));

    public void Dispose()
    {
        _memory.Dispose();
        _metrics.Dispose();
    }

    internal sealed record Thing(string Name) : ICached
    {
        public int Bytes => ThingBytes;
    }
}
