using System.Collections.Concurrent;

namespace Api.Data;

/// <summary>Remembers what commands are by their texts. There can be texts without end: those that come when it is full, and long ones, are read each time.</summary>
internal sealed class QueryCache(QueryReader reader)
{
    private const int MostTexts = 1_000;
    private const int LongestText = 4_000;

    private readonly ConcurrentDictionary<string, Query> _known = new(StringComparer.Ordinal);
    private int _texts;

    public Query Find(string sql)
    {
        if (_known.TryGetValue(sql, out var known))
            return known;

        var query = reader.Read(sql);
        if (sql.Length <= LongestText && Volatile.Read(ref _texts) < MostTexts && _known.TryAdd(sql, query))
            Interlocked.Increment(ref _texts);
        return query;
    }
}
