using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServiceDefaults.Recording;

/// <summary>A hash of tags that does not depend on their order.</summary>
internal static class TagsHash
{
    // Odd numbers whose bits are well mixed; any would do.
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;
    private const ulong Third = 0x165667B19E3779F9;

    /// <summary>The hash of a set of tags.</summary>
    /// <param name="tags">In any order.</param>
    /// <param name="isStrong">
    /// False reads the length and at most twelve characters of a string: a few nanoseconds, and enough for what code chooses as tags. True reads all of it with a
    /// secret seed: for tags whose strings were made, or happen, to look alike.
    /// </param>
    public static int Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, bool isStrong)
    {
        var sum = (ulong)tags.Length;
        foreach (ref readonly var tag in tags)
            sum += Mix((ulong)tag.Key.Length * Third + OfValue(tag.Value, isStrong));

        return (int)(sum ^ (sum >> 32));
    }

    private static ulong OfValue(object? value, bool isStrong) => value switch
    {
        string text => isStrong ? (ulong)text.GetHashCode(StringComparison.Ordinal) : Sample(text),
        null => Second,
        int number => (ulong)number * Second,
        long number => (ulong)number * Second,
        bool flag => flag ? First : Third,
        _ => (ulong)value.GetHashCode() * Second,
    };

    private static ulong Sample(string text)
    {
        ref var start = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text.AsSpan()));
        var bytes = (nint)text.Length * sizeof(char);
        var hash = (ulong)text.Length * First;
        if (bytes >= 8)
        {
            hash ^= Unsafe.ReadUnaligned<ulong>(ref start) * Second;
            hash += BitOperations.RotateLeft(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, bytes - 8)), 29) * Third;
            return hash ^ BitOperations.RotateLeft(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (bytes - 8) >> 2 << 1)), 17) * First;
        }

        for (nint i = 0; i < bytes; i += sizeof(char))
            hash = (hash ^ Unsafe.ReadUnaligned<char>(ref Unsafe.Add(ref start, i))) * Second;
        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= First;
        return hash ^ (hash >> 29);
    }
}
