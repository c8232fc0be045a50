using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Logs;

/// <summary>Logs one line a request: also for one that throws, is aborted or matches no route.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> logger)
{
    private const string Unmatched = "unmatched";

    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var threw = true;
        try
        {
            await next(context);
            threw = false;
        }
        finally
        {
            Log(context, Stopwatch.GetElapsedTime(start), threw);
        }
    }

    private void Log(HttpContext context, TimeSpan duration, bool threw)
    {
        // The exception handler takes the endpoint off the context before it writes the answer.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is not null)
            return;

        var request = new RequestCompleted(
            endpoint?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? Unmatched, context.Request.Method, StatusCode(context, threw), duration);
        logger.Log(LogLevel.Information, default, request, exception: null, static (_, _) => RequestCompleted.Message);
    }

    private static int StatusCode(HttpContext context, bool threw) => threw switch
    {
        false => context.Response.StatusCode,
        true when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        true => StatusCodes.Status500InternalServerError,
    };
}
