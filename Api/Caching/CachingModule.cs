using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using ServiceDefaults;

namespace Api.Caching;

/// <summary>What is read often and changes seldom.</summary>
internal static class CachingModule
{
    private const string SizeLimit = "Cache:SizeLimit";
    private const long DefaultSizeLimit = 32L << 20; // bytes

    public static void AddCaching(this IHostApplicationBuilder builder)
    {
        var sizeLimit = builder.Configuration.GetValue(SizeLimit, DefaultSizeLimit);
        builder.Services.AddSingleton(services => NewMemory(sizeLimit, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<Cache>();
        builder.AddMetrics<CacheMetrics>();
        builder.Services.AddHostedService<CacheListener>();
    }

    /// <param name="sizeLimit">Bytes.</param>
    /// <param name="time">Ends the entries' lives.</param>
    public static MemoryCache NewMemory(long sizeLimit, TimeProvider time) =>
        new(new MemoryCacheOptions { SizeLimit = sizeLimit, TrackStatistics = true, Clock = new Clock(time) });

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
