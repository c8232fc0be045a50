using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Tests.Support;

/// <summary>Takes OTLP over HTTP and keeps what came. Names and values stand in protobuf as plain UTF-8.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Key, string Body)> _received = new();

    private OtlpSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            _received.Enqueue((context.Request.Path, context.Request.Headers["x-otlp-api-key"].ToString(), await reader.ReadToEndAsync()));
        });
    }

    public string Url => _app.Urls.Single();

    public static async Task<OtlpSink> StartAsync()
    {
        var sink = new OtlpSink();
        await sink._app.StartAsync();
        return sink;
    }

    /// <summary>What was posted to a path, and with which key.</summary>
    public IReadOnlyList<(string Key, string Body)> Received(string path) =>
        [.. _received.Where(request => request.Path == path).Select(request => (request.Key, request.Body))];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
