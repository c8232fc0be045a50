using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>Answers a scrape in the format that it asks for, a piece at a time: https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
internal static class PrometheusEndpoint
{
    public static IEndpointConventionBuilder MapPrometheus(this IEndpointRouteBuilder routes, string path) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], ScrapeAsync).AllowAnonymous().ExcludeFromDescription().WithoutTelemetry();

    private static async Task ScrapeAsync(HttpContext context, MetricStore store, PrometheusOptions options)
    {
        if (!BearerToken.IsShown(context.Request, options.BearerToken))
        {
            BearerToken.Refuse(context.Response);
            return;
        }

        var format = AcceptHeader.Choose(context.Request.Headers.Accept);
        var isCompressed = AcceptEncodingHeader.TakesGzip(context.Request.Headers.AcceptEncoding);
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (isCompressed)
            context.Response.Headers.ContentEncoding = "gzip";
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        using var deadline = ScrapeDeadline.Of(context);
        try
        {
            await store.CollectAsync().WaitAsync(deadline.Token);
            var exposition = store.Expose(format);
            if (isCompressed)
                await WriteCompressedAsync(exposition, context.Response.Body, deadline.Token);
            else
                await WriteAsync(exposition, context.Response.BodyWriter, deadline.Token);
        }
        catch (OperationCanceledException) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await deadline.ApologizeAsync(context, store.Observing);
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // half an answer must not pass for a whole one
        }
    }

    private static async Task WriteAsync(Exposition exposition, PipeWriter output, CancellationToken cancellationToken)
    {
        while (exposition.WriteNext(output))
            await output.FlushAsync(cancellationToken);
    }

    // The quick level: the better one takes seven times as long for half the bytes.
    private static async Task WriteCompressedAsync(Exposition exposition, Stream output, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        var piece = PooledPiece.Rent();
        try
        {
            while (exposition.WriteNext(piece))
            {
                await gzip.WriteAsync(piece.Written, cancellationToken);
                piece.Clear();
            }
        }
        finally
        {
            piece.Return();
        }
    }
}
