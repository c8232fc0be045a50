using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Requests;

/// <summary>Logs one line a request and describes its span: also of one that throws, is aborted or matches no route.</summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next, ILogger<RequestTelemetryMiddleware> logger)
{
    private const string Unmatched = "unmatched";

    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            Complete(context, start, exception);
            throw;
        }

        Complete(context, start, unhandled: null);
    }

    private void Complete(HttpContext context, long start, Exception? unhandled)
    {
        if (CompletedRequest.Of(context, unhandled, Stopwatch.GetElapsedTime(start)) is not { } request)
            return;

        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            RequestSpan.Describe(span, request);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var state = new RequestLogState(request.Route ?? Unmatched, request.Method, request.StatusCode, Math.Round(request.Duration.TotalMilliseconds, 3));
            logger.Log(LogLevel.Information, default, state, exception: null, static (_, _) => RequestLogState.Message);
        }
    }
}
