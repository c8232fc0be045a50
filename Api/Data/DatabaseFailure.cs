using System.Data.Common;
using Npgsql;

namespace Api.Data;

/// <summary>Finds what the driver said below the layers that EF Core puts around it.</summary>
internal static class DatabaseFailure
{
    /// <summary>
    /// The driver's exception, or null when the database had no part in it. Its <see cref="DbException.IsTransient"/> tells whether the same
    /// request may succeed later: the server is down, starting, stopping, unreachable or overloaded.
    /// </summary>
    public static DbException? Find(Exception? exception)
    {
        while (exception is not null and not DbException)
        {
            // A machine that does not even refuse: Npgsql lets this one out as it is.
            if (exception is TimeoutException { Source: nameof(Npgsql) })
                return new NpgsqlException(exception.Message, exception);
            exception = exception.InnerException;
        }

        return (DbException?)exception;
    }
}
