using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServiceDefaults.Recording;

/// <summary>
/// Finds tags that are the very objects which were recorded first, as those in source code and in ASP.NET Core's routes are: no string is looked at. What it does not
/// find costs a few nanoseconds more.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TagsCache
{
    private const int Bits = 7;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // Two places each, side by side. Made with the first series, for most instruments never have one.
    private TagsEntry?[]? _places;

    public readonly Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_places is not { } places)
            return null;

        var place = PlaceOf(tags);
        if (places[place] is { } first && TagSet.AreSame(first.Tags, tags))
            return first.Series;
        return places[place ^ 1] is { } second && TagSet.AreSame(second.Tags, tags) ? second.Series : null;
    }

    /// <summary>Remembers tags if they are the objects that the entry holds.</summary>
    public void Offer(TagsEntry entry, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!TagSet.AreSame(entry.Tags, tags))
            return;

        var places = _places ??= new TagsEntry?[1 << Bits];
        var place = PlaceOf(tags);
        Volatile.Write(ref places[places[place] is null ? place : place ^ 1], entry);
    }

    public void Clear() => _places = null;

    // By where the objects lie in memory. The garbage collector may move them: then they are not found here until they are offered again.
    private static int PlaceOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 0UL;
        foreach (ref readonly var tag in tags)
            hash = BitOperations.RotateLeft(hash, 9) + Unsafe.As<KeyValuePair<string, object?>, Addresses>(ref Unsafe.AsRef(in tag)).Value;
        return (int)(hash * Multiplier >> (64 - Bits));
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Addresses
    {
        public readonly nuint Key;
        public readonly nuint Value;
    }
}
