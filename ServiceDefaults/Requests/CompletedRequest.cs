using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Requests;

/// <summary>How a request ended: what its log line and its span tell.</summary>
/// <param name="method">The method as sent.</param>
/// <param name="route">The route that it met first.</param>
/// <param name="statusCode">What was answered; 500 when it threw, 499 when the client went away first.</param>
/// <param name="exception">What it threw, handled or not.</param>
internal readonly struct CompletedRequest(string method, ObservedRoute route, int statusCode, Exception? exception)
{
    public string Method => method;

    public ObservedRoute Route => route;

    public int StatusCode => statusCode;

    public Exception? Exception => exception;

    /// <summary>The request of this context.</summary>
    /// <param name="context">The request, after every middleware.</param>
    /// <param name="route">The route that it met first.</param>
    /// <param name="unhandled">What no middleware caught.</param>
    public static CompletedRequest Of(HttpContext context, ObservedRoute route, Exception? unhandled)
    {
        var statusCode = StatusOf(context, unhandled);

        // Who handles an exception answers with an error; asking for it costs the others.
        var exception = unhandled ?? (statusCode >= StatusCodes.Status400BadRequest ? context.Features.Get<IExceptionHandlerFeature>()?.Error : null);
        return new(context.Request.Method, route, statusCode, exception);
    }

    private static int StatusOf(HttpContext context, Exception? unhandled) => unhandled switch
    {
        null => context.Response.StatusCode,
        _ when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        BadHttpRequestException badRequest => badRequest.StatusCode, // as the server answers it: too long a body, a number that is none
        _ => StatusCodes.Status500InternalServerError,
    };
}
