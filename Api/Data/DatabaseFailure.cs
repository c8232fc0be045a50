using System.Data.Common;

namespace Api.Data;

/// <summary>Tells a database that is away from a mistake of ours.</summary>
internal static class DatabaseFailure
{
    /// <summary>Down, starting, stopping, unreachable or overloaded: the same request may succeed later.</summary>
    public static bool IsUnavailable(Exception exception) => Find(exception) is { IsTransient: true };

    /// <summary>What the driver said, below the layers that EF Core puts around it.</summary>
    public static DbException? Find(Exception? exception)
    {
        while (exception is not null and not DbException)
            exception = exception.InnerException;
        return (DbException?)exception;
    }
}
