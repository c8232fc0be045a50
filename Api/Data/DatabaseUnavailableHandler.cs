using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;

namespace Api.Data;

/// <summary>Answers 503 with Retry-After when a request failed because the database is away.</summary>
internal sealed class DatabaseUnavailableHandler(ILogger<DatabaseUnavailableHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!DatabaseFailure.IsUnavailable(exception))
            return false;

        logger.RequestFailedWithoutDatabase(DatabaseFailure.Find(exception)!.Message);
        await AnswerAsync(httpContext);
        return true;
    }

    public static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("The database cannot be reached at the moment. Try again later.", statusCode: StatusCodes.Status503ServiceUnavailable)
            .ExecuteAsync(context);
    }
}
