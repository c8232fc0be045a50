using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceDefaults.Prometheus;

/// <summary>Answers a scrape in the text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
internal static class PrometheusEndpoint
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapPrometheus(this IEndpointRouteBuilder routes, string path) =>
        routes.MapGet(path, ScrapeAsync).AllowAnonymous().ExcludeFromDescription().WithoutTelemetry();

    private static async Task ScrapeAsync(HttpContext context, MetricStore store)
    {
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        store.WriteTo(body);

        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
