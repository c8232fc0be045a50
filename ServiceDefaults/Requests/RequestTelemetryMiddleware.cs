using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Requests;

/// <summary>Logs one line a request, describes its span and records its sizes: also of one that throws, is aborted or matches no route.</summary>
internal sealed class RequestTelemetryMiddleware(
    RequestDelegate next, ObservedRoutes routes, RequestOptions options, RequestMetrics metrics, RequestTelemetryFailures failures, ILogger<RequestTelemetryMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Begin(context) is not { } request)
            return next(context);

        Task answer;
        try
        {
            answer = next(context);
        }
        catch (Exception exception)
        {
            Complete(context, request, exception);
            throw;
        }

        // Many requests are answered by now, and then there is nothing to wait for.
        if (!answer.IsCompletedSuccessfully)
            return CompleteAsync(context, request, answer);

        Complete(context, request, unhandled: null);
        return answer;
    }

    private async Task CompleteAsync(HttpContext context, ObservedRequest request, Task answer)
    {
        try
        {
            await answer;
        }
        catch (Exception exception)
        {
            Complete(context, request, exception);
            throw;
        }

        Complete(context, request, unhandled: null);
    }

    private ObservedRequest? Begin(HttpContext context)
    {
        try
        {
            var request = ObservedRequest.Of(context, routes);
            request.Begin(context, IsLogged(context.Request), metrics.MeasuresSizes);
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                RequestSpan.Begin(span, context.Request);
            if (options.HeaderLabels.Count > 0)
                AddHeaderLabels(context);
            return request;
        }
        catch (Exception exception)
        {
            failures.Tell(exception);
            return null;
        }
    }

    private void Complete(HttpContext context, ObservedRequest request, Exception? unhandled)
    {
        try
        {
            request.End();
            if (!request.Route.IsCounted && context.Features.Get<IHttpMetricsTagsFeature>() is { } duration)
                duration.MetricsDisabled = true;
            if (request.Route.IsObserved)
                Tell(context, request, CompletedRequest.Of(context, request.Route, unhandled));
        }
        catch (Exception exception)
        {
            failures.Tell(exception);
        }
    }

    private void Tell(HttpContext context, ObservedRequest request, in CompletedRequest completed)
    {
        if (request.Route.IsCounted)
            metrics.Answered(request.Route, request.RequestSize, HttpMethods.IsHead(completed.Method) ? 0 : request.ResponseSize);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            RequestSpan.End(span, context, completed);
        if (request.IsLogged && logger.IsEnabled(LogLevel.Information))
        {
            var milliseconds = Math.Round(Stopwatch.GetElapsedTime(request.Start).TotalMilliseconds, 3);
            var state = new RequestLogState(request.Route.Name, completed.Method, completed.StatusCode, milliseconds);
            logger.Log(LogLevel.Information, default, state, exception: null, static (_, _) => RequestLogState.Message);
        }
    }

    private bool IsLogged(HttpRequest request) => options.ExcludedPaths.Count == 0 || !options.IsExcludedFromLogs(request.PathBase.Value + request.Path.Value);

    private void AddHeaderLabels(HttpContext context)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is not { } duration)
            return;

        foreach (var label in options.HeaderLabels)
            duration.Tags.Add(label.TagOf(context.Request.Headers));
    }
}
