using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Otlp;

namespace Bench.Scale;

/// <summary>Takes OTLP over HTTP, and counts how much came.</summary>
internal sealed class OtlpCounter : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _spans;
    private long _spanBytes;
    private long _records;
    private long _recordBytes;

    private OtlpCounter()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>Spans so far, and the bytes of the requests with them.</summary>
    public (long Count, long Bytes) Spans => (Interlocked.Read(ref _spans), Interlocked.Read(ref _spanBytes));

    /// <summary>Log records so far, and the bytes of the requests with them.</summary>
    public (long Count, long Bytes) Records => (Interlocked.Read(ref _records), Interlocked.Read(ref _recordBytes));

    public static async Task<OtlpCounter> StartAsync()
    {
        var counter = new OtlpCounter();
        await counter._app.StartAsync();
        return counter;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // A request is of resources (1) with scopes (2) with spans or log records (2): https://github.com/open-telemetry/opentelemetry-proto.
    private static int Count(ReadOnlySpan<byte> message, params ReadOnlySpan<int> path)
    {
        var count = 0;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.IsMessage && reader.Field == path[0])
                count += path.Length == 1 ? 1 : Count(reader.Bytes, path[1..]);
        }

        return count;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var count = Count(body.GetBuffer().AsSpan(0, (int)body.Length), 1, 2, 2);
        var isTraces = context.Request.Path.Value!.EndsWith("/traces", StringComparison.Ordinal);
        Interlocked.Add(ref isTraces ? ref _spans : ref _records, count);
        Interlocked.Add(ref isTraces ? ref _spanBytes : ref _recordBytes, body.Length);
        context.Response.ContentType = "application/x-protobuf";
    }
}
