using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Caching;

/// <summary>What a change tells all replicas: a notification of PostgreSQL, which it delivers when the change is committed, and only then.</summary>
internal static class CacheInvalidations
{
    /// <summary>PostgreSQL's channel.</summary>
    public const string Channel = "cache";

    private const char Separator = ',';
    private const int MostKeys = 7_900 / (CacheKey.MostLength + 1); // a payload is shorter than 8000 bytes: https://www.postgresql.org/docs/current/sql-notify.html

    /// <summary>Tells them as part of the current transaction.</summary>
    public static Task NotifyAsync(AppDbContext database, IReadOnlyCollection<CacheKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return Task.CompletedTask;

        string[] payloads = [.. keys.Chunk(MostKeys).Select(some => string.Join(Separator, some))];
        return database.Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, payload) FROM unnest({payloads}) AS payload", cancellationToken);
    }

    /// <summary>What a notification says, without what this version does not know.</summary>
    public static IEnumerable<CacheKey> Read(string payload) => payload.Split(Separator).Select(text => CacheKey.Parse(text)).OfType<CacheKey>();
}
