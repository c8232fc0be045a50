using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace Api.Data;

/// <summary>Answers a request that the database failed: 503 with Retry-After when it is away, 400 when it cannot store what was sent.</summary>
internal sealed class DatabaseExceptionHandler(ILogger<DatabaseExceptionHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (DatabaseFailure.Find(exception))
        {
            case { IsTransient: true } failure:
                logger.RequestFailedWithoutDatabase(failure.Message);
                // The framework tells the type of exceptions that nobody handles; this one ended its request all the same.
                httpContext.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new("error.type", failure.GetType().FullName));
                await AnswerUnavailableAsync(httpContext);
                return true;

            case PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire }: // U+0000 is a character in JSON, and none in PostgreSQL
                await TypedResults.Problem("A text holds the character U+0000. Leave it out.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(httpContext);
                return true;

            default:
                return false;
        }
    }

    public static Task AnswerUnavailableAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("The database cannot be reached at the moment. Try again later.", statusCode: StatusCodes.Status503ServiceUnavailable)
            .ExecuteAsync(context);
    }
}
