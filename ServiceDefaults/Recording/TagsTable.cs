using System.Numerics;

namespace ServiceDefaults.Recording;

/// <summary>
/// Finds the series of a set of tags, in whatever order they come, without a lock and without allocating. Open addressing; written by one thread at a time, read by all.
/// </summary>
internal sealed class TagsTable
{
    private const int SmallestSize = 16;

    // At most half full, so that a look-up ends after a step or two. A longer way means strings that the quick hash cannot tell apart.
    private const int LongestWay = 24;

    private TagsCache _cache;
    private volatile Generation _current = new(new TagsEntry?[1], IsStrong: false);

    public int Count { get; private set; }

    public IEnumerable<Series> Series => Entries.Select(entry => entry.Series);

    private IEnumerable<TagsEntry> Entries => _current.Slots.OfType<TagsEntry>();

    public Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _cache.Find(tags) ?? FindByContent(tags);

    /// <summary>Adds tags that are not in the table.</summary>
    public void Add(KeyValuePair<string, object?>[] tags, Series series)
    {
        var (slots, isStrong) = _current;
        var entry = new TagsEntry(TagsHash.Of(tags, isStrong), tags, series);
        if ((Count + 1) * 2 > slots.Length)
            Rebuild([.. Entries, entry], isStrong);
        else if (!TryPut(slots, entry, isStrong))
            Rebuild([.. Entries, entry], isStrong: true);
        Count++; // only now: the hash of a tag may throw
    }

    public void RemoveWhere(Predicate<Series> isGone)
    {
        var kept = Entries.Where(entry => !isGone(entry.Series)).ToList();
        Count = kept.Count;
        Rebuild(kept, _current.IsStrong);
        _cache.Clear();
    }

    private Series? FindByContent(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (slots, isStrong) = _current;
        var hash = TagsHash.Of(tags, isStrong);
        for (var i = hash; ; i++)
        {
            if (Volatile.Read(ref slots[i & (slots.Length - 1)]) is not { } entry)
                return null;
            if (entry.Hash != hash || !TagSet.AreEqual(entry.Tags, tags))
                continue;

            _cache.Offer(entry, tags);
            return entry.Series;
        }
    }

    private void Rebuild(List<TagsEntry> entries, bool isStrong)
    {
        var slots = new TagsEntry?[Math.Max(SmallestSize, (int)BitOperations.RoundUpToPowerOf2((uint)entries.Count * 2 + 1))];
        foreach (var entry in entries)
        {
            if (TryPut(slots, entry with { Hash = TagsHash.Of(entry.Tags, isStrong) }, isStrong))
                continue;

            Rebuild(entries, isStrong: true);
            return;
        }

        _current = new(slots, isStrong);
    }

    private static bool TryPut(TagsEntry?[] slots, TagsEntry entry, bool isStrong)
    {
        for (var way = 0; way <= LongestWay || isStrong; way++)
        {
            ref var slot = ref slots[(entry.Hash + way) & (slots.Length - 1)];
            if (slot is not null)
                continue;

            Volatile.Write(ref slot, entry);
            return true;
        }

        return false;
    }

    private sealed record Generation(TagsEntry?[] Slots, bool IsStrong);
}
