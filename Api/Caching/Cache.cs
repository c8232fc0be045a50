using Microsoft.Extensions.Caching.Memory;

namespace Api.Caching;

/// <summary>
/// What was read from the database, until it changes there, in whichever replica: a change tells all of them (<see cref="CacheInvalidations"/>,
/// <see cref="CacheListener"/>). So a value is older than the database for as long as a notification takes, which is milliseconds; at worst for
/// <see cref="Lifetime"/>, should a notification be lost and the connection not notice. While this replica could not be told, nothing is kept.
/// </summary>
internal sealed class Cache(MemoryCache memory, CacheMetrics metrics)
{
    /// <summary>What an entry takes besides its value: its key, and what <see cref="MemoryCache"/> keeps about it.</summary>
    public const int EntryBytes = 300;

    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new Stripe())];
    private volatile bool _isTrusted;

    /// <summary>Whether it is used.</summary>
    public bool IsTrusted => _isTrusted;

    /// <summary>What is cached, or else what <paramref name="load"/> gives; null is not kept.</summary>
    /// <param name="key">What it is.</param>
    /// <param name="load">Reads what is committed. Not to be called by a command that has changed it: what is rolled back would be kept.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public ValueTask<T?> GetAsync<T>(CacheKey key, Func<CancellationToken, Task<T?>> load, CancellationToken cancellationToken) where T : class, ICached
    {
        if (!_isTrusted)
        {
            metrics.Bypassed(key.Cache);
            return new(load(cancellationToken));
        }

        if (memory.TryGetValue(key.Write(stackalloc char[CacheKey.MostLength]), out T? cached))
        {
            metrics.Hit(key.Cache);
            return new(cached);
        }

        metrics.Missed(key.Cache);
        return new(LoadAsync(key, load, cancellationToken));
    }

    /// <summary>Forgets it in this replica, what is being loaded included.</summary>
    public void Remove(CacheKey key)
    {
        var name = key.ToString();
        var stripe = StripeOf(key);
        bool wasThere;
        lock (stripe.Lock)
        {
            stripe.Generation++;
            wasThere = memory.TryGetValue(name, out _);
            memory.Remove(name);
        }

        metrics.Invalidated(key.Cache, wasThere);
    }

    /// <summary>From now on this replica is told of every change.</summary>
    public void Trust() => _isTrusted = true;

    /// <summary>From now on it is not. Forgets everything.</summary>
    public void Distrust()
    {
        _isTrusted = false;
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
                stripe.Generation++;
        }

        memory.Clear();
    }

    private async Task<T?> LoadAsync<T>(CacheKey key, Func<CancellationToken, Task<T?>> load, CancellationToken cancellationToken) where T : class, ICached
    {
        var generation = StripeOf(key).ReadGeneration(); // before what is loaded is read
        var value = await load(cancellationToken);
        if (value is not null)
            metrics.Stored(key.Cache, isKept: TryStore(key, value, generation));
        return value;
    }

    private bool TryStore(CacheKey key, ICached value, long generation)
    {
        var name = key.ToString();
        var stripe = StripeOf(key);
        lock (stripe.Lock)
        {
            if (!_isTrusted || stripe.Generation != generation)
                return false;

            using (var entry = memory.CreateEntry(name))
            {
                entry.Value = value;
                entry.Size = EntryBytes + value.Bytes;
                entry.AbsoluteExpirationRelativeToNow = Lifetime;
            }

            return memory.TryGetValue(name, out _); // not when it is full: then it makes room for the next
        }
    }

    private Stripe StripeOf(CacheKey key) => _stripes[(uint)key.Id.GetHashCode() % _stripes.Length];

    /// <summary>Some of the keys. A load that began in an earlier generation may have read what has changed since.</summary>
    private sealed class Stripe
    {
        public Lock Lock { get; } = new();

        public long Generation { get; set; }

        public long ReadGeneration()
        {
            lock (Lock)
                return Generation;
        }
    }
}
