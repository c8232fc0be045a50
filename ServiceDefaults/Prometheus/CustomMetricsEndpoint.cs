using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>Answers with <see cref="CurrentMetrics"/> as JSON: for a person or a script without a Prometheus. People ask for it, so it is counted as what people do is.</summary>
internal static class CustomMetricsEndpoint
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="routes">Where scrapes are answered.</param>
    /// <param name="path">The path of scrapes; this one lies below it.</param>
    public static IEndpointConventionBuilder MapCustomMetrics(this IEndpointRouteBuilder routes, string path) =>
        routes.MapGet($"{path.TrimEnd('/')}/custom", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context, MetricStore store, PrometheusOptions options)
    {
        if (!BearerToken.IsShown(context.Request, options.BearerToken))
        {
            BearerToken.Refuse(context.Response);
            return;
        }

        await store.CollectAsync().WaitAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(CurrentMetrics.Of(store.Families), Json, context.RequestAborted);
    }
}
