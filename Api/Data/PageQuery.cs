using Microsoft.EntityFrameworkCore;

namespace Api.Data;

/// <summary>Pages by key: ids are UUIDs of version 7, which grow with time, so that a page is found by an index however far back it is.</summary>
internal static class PageQuery
{
    /// <summary>Reads a page of what is ordered by id, newest first.</summary>
    /// <param name="rows">Newest first, those after the page before left out.</param>
    /// <param name="limit">From 1 to <see cref="Page{T}.MaximumLimit"/>.</param>
    /// <param name="id">The id of a row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Page<T>> ToPageAsync<T>(this IQueryable<T> rows, int limit, Func<T, Guid> id, CancellationToken cancellationToken)
    {
        var found = await rows.Take(limit + 1).ToListAsync(cancellationToken); // one more tells whether there is a next page
        return found.Count <= limit ? new(found, Next: null) : new(found[..limit], id(found[limit - 1]));
    }
}
