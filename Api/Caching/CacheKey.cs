namespace Api.Caching;

/// <summary>What is cached under which id. As text, in memory and in notifications: <c>family:0194…</c>, with the 32 digits of the id.</summary>
/// <param name="Cache">Which of the caches: one of the constants of <see cref="CacheMetrics"/>.</param>
/// <param name="Id">Of the user, family or whatever the cache is about.</param>
internal readonly record struct CacheKey(string Cache, Guid Id)
{
    /// <summary>No key has more characters.</summary>
    public const int MostLength = 50;

    private const char Separator = ':';
    private const string IdFormat = "N";

    /// <summary>Writes it without making anything.</summary>
    /// <param name="buffer">Of <see cref="MostLength"/>.</param>
    /// <returns>What of the buffer is written.</returns>
    public ReadOnlySpan<char> Write(Span<char> buffer)
    {
        Cache.CopyTo(buffer);
        buffer[Cache.Length] = Separator;
        var id = Cache.Length + 1;
        Id.TryFormat(buffer[id..], out var length, IdFormat);
        return buffer[..(id + length)];
    }

    public override string ToString() => Write(stackalloc char[MostLength]).ToString();

    /// <summary>Reads it. A cache that this version does not have is none.</summary>
    public static CacheKey? Parse(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(Separator);
        if (end < 0 || !Guid.TryParseExact(text[(end + 1)..], IdFormat, out var id))
            return null;

        foreach (var cache in CacheMetrics.Caches)
        {
            if (text[..end].SequenceEqual(cache))
                return new(cache, id);
        }

        return null;
    }
}
