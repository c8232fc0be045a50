using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tests.Support.Otlp;

/// <summary>Takes OTLP over HTTP or gRPC and keeps what came, or behaves as badly as it is told.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private const int GrpcFrameHeader = 5;

    private readonly bool _grpc;
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpRequest> _received = new();

    private OtlpSink(bool grpc)
    {
        _grpc = grpc;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));

        // Spans of the sink would go to the services of this process, which would send them here.
        builder.Services.AddSingleton(new ActivitySource("OtlpSink"));
        _app = builder.Build();
        _app.Run(context => Misbehave is { } misbehave ? misbehave(context) : TakeAsync(context));
    }

    public string Url => _app.Urls.Single();

    /// <summary>What it does instead of taking what comes.</summary>
    public Func<HttpContext, Task>? Misbehave { get; set; }

    public IReadOnlyList<OtlpRequest> Requests => [.. _received];

    public IReadOnlyList<OtlpSpan> Spans => [.. Of("trace").SelectMany(request => request.Spans)];

    public IReadOnlyList<OtlpLogRecord> LogRecords => [.. Of("logs").SelectMany(request => request.LogRecords)];

    public IReadOnlyList<string> Metrics => [.. Of("metrics").SelectMany(request => request.Metrics)];

    public static async Task<OtlpSink> StartAsync(bool grpc = false)
    {
        var sink = new OtlpSink(grpc);
        await sink._app.StartAsync();
        return sink;
    }

    /// <summary>What it does with a request when it does not misbehave.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.Enqueue(new(context.Request.Path, headers, new(body.ToArray().AsSpan(_grpc ? GrpcFrameHeader : 0))));

        context.Response.ContentType = _grpc ? "application/grpc" : "application/x-protobuf";
        if (!_grpc)
            return;

        await context.Response.Body.WriteAsync(new byte[GrpcFrameHeader]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token); // whoever misbehaves may never end
        await _app.DisposeAsync();
    }

    // Paths of HTTP end in traces, logs or metrics; those of gRPC name TraceService, LogsService, MetricsService.
    private IEnumerable<OtlpRequest> Of(string signal) => _received.Where(request => request.Path.Contains(signal, StringComparison.OrdinalIgnoreCase));
}
