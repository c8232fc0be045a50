using Api.Caching;
using Tests.Support;
using Thing = Tests.Unit.CacheFixture.Thing;

namespace Tests.Unit;

/// <summary>The cache keeps what was read, and never what has changed since.</summary>
public sealed class CacheTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Get_OfWhatWasReadBefore_GivesTheSameWithoutReading()
    {
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();

        var first = await fixture.GetAsync(key, "first");
        var second = await fixture.GetAsync(key, "second");
        var other = await fixture.GetAsync(key with { Cache = CacheMetrics.Caller }, "other");

        Assert.Equal(("first", "first", "other"), (first, second, other));
        Assert.Equal("caller/get/miss 1, caller/set/stored 1, family/get/hit 1, family/get/miss 1, family/set/stored 1", await fixture.CountsAsync());
        Assert.Equal((2 * (CacheFixture.ThingBytes + Cache.EntryBytes), 2), await fixture.SizeAsync());
    }

    [Fact]
    public async Task Get_OfNothing_ReadsAgain()
    {
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();

        Assert.Null(await fixture.GetAsync(key, null));
        Assert.Equal("now there", await fixture.GetAsync(key, "now there"));
        Assert.Equal("family/get/miss 2, family/set/stored 1", await fixture.CountsAsync());
    }

    [Fact]
    public async Task Get_ThatFails_ThrowsAndReadsAgain()
    {
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();

        await Assert.ThrowsAsync<TimeoutException>(async () =>
            await fixture.Cache.GetAsync<Thing>(key, _ => throw new TimeoutException(), CancellationToken.None));

        Assert.Equal("there", await fixture.GetAsync(key, "there"));
        Assert.Equal("family/get/miss 2, family/set/stored 1", await fixture.CountsAsync());
    }

    [Fact]
    public async Task Removed_IsReadAgain()
    {
        using var fixture = new CacheFixture();
        var (changed, other) = (CacheFixture.NewKey(), CacheFixture.NewKey());
        await fixture.GetAsync(changed, "old");
        await fixture.GetAsync(other, "kept");

        fixture.Cache.Remove(changed);
        fixture.Cache.Remove(changed);

        Assert.Equal(("new", "kept"), (await fixture.GetAsync(changed, "new"), await fixture.GetAsync(other, "unseen")));
        Assert.Equal("family/get/hit 1, family/get/miss 3, family/invalidate/absent 1, family/invalidate/removed 1, family/set/stored 3", await fixture.CountsAsync());
    }

    [Fact]
    public async Task Lifetime_Over_IsReadAgain()
    {
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();
        await fixture.GetAsync(key, "old");

        fixture.Time.Advance(Cache.Lifetime - TimeSpan.FromSeconds(5));
        var before = await fixture.GetAsync(key, "new");
        fixture.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(("old", "new"), (before, await fixture.GetAsync(key, "new")));
    }

    [Fact]
    public async Task Untrusted_ReadsEachTimeAndKeepsNothing()
    {
        using var fixture = new CacheFixture(isTrusted: false);
        var key = CacheFixture.NewKey();

        Assert.Equal(("first", "second"), (await fixture.GetAsync(key, "first"), await fixture.GetAsync(key, "second")));
        fixture.Cache.Trust();
        Assert.Equal(("third", "third"), (await fixture.GetAsync(key, "third"), await fixture.GetAsync(key, "fourth")));
        fixture.Cache.Distrust();
        Assert.Equal((0, 0), await fixture.SizeAsync());
        Assert.Equal("fifth", await fixture.GetAsync(key, "fifth"));
        fixture.Cache.Trust();
        Assert.Equal("sixth", await fixture.GetAsync(key, "sixth"));
        Assert.Equal("family/get/bypass 3, family/get/hit 1, family/get/miss 2, family/set/stored 2", await fixture.CountsAsync());
    }

    [Theory]
    [InlineData("Removed")]
    [InlineData("Distrusted")]
    [InlineData("Distrusted and trusted again")]
    public async Task ReadBeforeAChange_AndThereAfterIt_IsNotKept(string change)
    {
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();
        var reading = new TaskCompletionSource<Thing?>();
        var old = fixture.Cache.GetAsync(key, _ => reading.Task, CancellationToken.None);

        if (change == "Removed")
            fixture.Cache.Remove(key);
        else
            fixture.Cache.Distrust();
        if (change.EndsWith("again", StringComparison.Ordinal))
            fixture.Cache.Trust();
        reading.SetResult(new("old"));

        Assert.Equal("old", (await old)?.Name);
        fixture.Cache.Trust();
        Assert.Equal("new", await fixture.GetAsync(key, "new"));
        Assert.Contains("family/set/dropped 1", await fixture.CountsAsync(), StringComparison.Ordinal);
    }

    // Each reader knows which version was there, and told of, before it asked.
    [Fact]
    public async Task Readers_WhileItChanges_NeverGetWhatTheyCouldKnowToBeOld()
    {
        const int Versions = 2_000;
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();
        var (stored, told, hits) = (0, 0, 0);

        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var known = 0; known < Versions;)
            {
                known = Volatile.Read(ref told);
                var loaded = false;
                var thing = await fixture.Cache.GetAsync(key, LoadAsync, CancellationToken.None);
                Assert.InRange(int.Parse(thing!.Name), known, Versions);
                if (!loaded)
                    Interlocked.Increment(ref hits);

                async Task<Thing?> LoadAsync(CancellationToken cancellationToken)
                {
                    loaded = true;
                    var read = new Thing(Volatile.Read(ref stored).ToString());
                    await Task.Yield();
                    return read;
                }
            }
        })).ToArray();
        for (var version = 1; version <= Versions; version++)
        {
            if (version == Versions / 2) // on a busy machine the readers may not have begun
                await Eventually.PassesAsync(() => Task.Run(() => Assert.NotEqual(0, Volatile.Read(ref hits))), Deadline);
            Volatile.Write(ref stored, version);
            fixture.Cache.Remove(key);
            Volatile.Write(ref told, version);
            await Task.Yield();
        }

        await Task.WhenAll(readers).WaitAsync(Deadline);
    }

    [Fact]
    public async Task Full_MakesRoomAndNeverTakesMoreThanItMay()
    {
        const int Most = 100;
        using var fixture = new CacheFixture(sizeLimit: Most * (CacheFixture.ThingBytes + Cache.EntryBytes));
        var newest = CacheFixture.NewKey();

        for (var i = 0; i < 3 * Most; i++)
        {
            await fixture.GetAsync(CacheFixture.NewKey(), "one more");
            Assert.InRange((await fixture.SizeAsync()).Entries!.Value, 1, Most);
        }

        // Room is made in the background.
        await Eventually.PassesAsync(async () => Assert.Equal(("first", "first"), (await fixture.GetAsync(newest, "first"), await fixture.GetAsync(newest, "first"))), Deadline);
        await Eventually.PassesAsync(
            async () =>
            {
                var (bytes, entries) = await fixture.SizeAsync();
                Assert.InRange(entries!.Value, 1, Most);
                Assert.Equal(entries * (CacheFixture.ThingBytes + Cache.EntryBytes), bytes);
            },
            Deadline);
        Assert.Contains("family/set/dropped", await fixture.CountsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hit_AllocatesNothing()
    {
        using var fixture = new CacheFixture();
        var key = CacheFixture.NewKey();
        Func<CancellationToken, Task<Thing?>> load = _ => Task.FromResult<Thing?>(new("thing"));
        await fixture.Cache.GetAsync(key, load, CancellationToken.None);
        GetAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        GetAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void GetAll()
        {
            for (var i = 0; i < 1000; i++)
                IsThere(fixture.Cache.GetAsync(key, load, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Metrics_AreThereAtZeroFromTheStart()
    {
        using var fixture = new CacheFixture();

        await Golden.MatchesAsync("cache.txt", await fixture.WriteAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("family")]
    [InlineData("family:")]
    [InlineData("family:0194")]
    [InlineData("gone:0194f0a35c6b7d8e9fa0b1c2d3e4f506")]
    [InlineData("family:0194f0a3-5c6b-7d8e-9fa0-b1c2d3e4f506")]
    public void Key_ThatThisVersionDoesNotKnow_IsNone(string text) => Assert.Empty(CacheInvalidations.Read(text));

    [Fact]
    public void Keys_AreReadAsTheyAreWritten()
    {
        CacheKey[] keys = [.. CacheMetrics.Caches.Select(cache => new CacheKey(cache, Guid.NewGuid()))];

        Assert.Equal(keys, CacheInvalidations.Read(string.Join(',', keys)));
        Assert.All(keys, key => Assert.InRange(key.ToString().Length, 1, CacheKey.MostLength));
    }

    private static void IsThere(ValueTask<Thing?> thing) => Assert.True(thing.IsCompletedSuccessfully);
}
