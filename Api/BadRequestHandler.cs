using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace Api;

/// <summary>Answers a request that could not be read: says which part of it, and never what it held.</summary>
internal sealed class BadRequestHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException badRequest)
            return false;

        await TypedResults.Problem(DetailOf(badRequest, httpContext), statusCode: badRequest.StatusCode).ExecuteAsync(httpContext);
        return true;
    }

    private static string? DetailOf(BadHttpRequestException exception, HttpContext context) => exception switch
    {
        { InnerException: JsonException { Path: { } path } } => $"The body cannot be read at {path}: it is not what the API's description says of it.",
        { StatusCode: not StatusCodes.Status400BadRequest } => null,
        _ => UnreadableParameter.DetailFor(context.Request, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) ?? "The body is missing, or not what the API's description says of it.",
    };
}
