using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ServiceDefaults.Requests;

/// <summary>How a request ended: what its log line and its span tell.</summary>
/// <param name="Method">The method as sent.</param>
/// <param name="Route">The route template, or null when none matched.</param>
/// <param name="StatusCode">What was answered; 500 when it threw, 499 when the client went away first.</param>
/// <param name="Exception">What it threw, handled or not.</param>
/// <param name="Duration">From the first middleware to the last byte handed to the server.</param>
internal sealed record CompletedRequest(string Method, string? Route, int StatusCode, Exception? Exception, TimeSpan Duration)
{
    /// <summary>The request of this context, or null when its endpoint asked not to be observed.</summary>
    /// <param name="context">The request, after every middleware.</param>
    /// <param name="unhandled">What no middleware caught.</param>
    /// <param name="duration">How long it took.</param>
    public static CompletedRequest? Of(HttpContext context, Exception? unhandled, TimeSpan duration)
    {
        // The exception handler takes the endpoint off the context before it writes the answer.
        var handled = context.Features.Get<IExceptionHandlerFeature>();
        var endpoint = context.GetEndpoint() ?? handled?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is not null)
            return null;

        var route = endpoint?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;
        return new(context.Request.Method, route, StatusOf(context, unhandled), unhandled ?? handled?.Error, duration);
    }

    private static int StatusOf(HttpContext context, Exception? unhandled) => unhandled switch
    {
        null => context.Response.StatusCode,
        _ when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status500InternalServerError,
    };
}
