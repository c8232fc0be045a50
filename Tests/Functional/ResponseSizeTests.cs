using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tests.Support;

namespace Tests.Functional;

/// <summary>http_response_size_bytes is what the client gets of the body, by whichever way it is written.</summary>
public sealed class ResponseSizeTests
{
    private const int Size = 20_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly byte[] Body = [.. Enumerable.Range(0, Size).Select(i => (byte)('a' + i % 26))];
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "xunit.core.dll");

    private static readonly Dictionary<string, Func<HttpContext, Task>> Ways = new(StringComparer.Ordinal)
    {
        ["nothing"] = _ => Task.CompletedTask,
        ["text"] = context => context.Response.WriteAsync("a short text"),
        ["json"] = context => context.Response.WriteAsJsonAsync(new { Name = "thing", Values = Enumerable.Range(0, 5000) }),
        ["stream"] = async context => await context.Response.Body.WriteAsync(Body),
        ["array"] = context => context.Response.Body.WriteAsync(Body, 5, 1000),
        ["begin and end"] = context => Task.Factory.FromAsync(context.Response.Body.BeginWrite, context.Response.Body.EndWrite, Body, 5, 1000, state: null),
        ["pipe"] = async context => await context.Response.BodyWriter.WriteAsync(Body),
        ["spans"] = WriteSpansAsync,
        ["pipe as stream"] = async context => await context.Response.BodyWriter.AsStream().WriteAsync(Body),
        ["copied into the pipe"] = context => PipeReader.Create(new(Body)).CopyToAsync(context.Response.BodyWriter),
        ["stream and pipe"] = WriteBothAsync,
        ["file"] = context => context.Response.SendFileAsync(File),
        ["part of a file"] = context => context.Response.SendFileAsync(File, offset: 10, count: 500),
        ["started and completed"] = StartAndCompleteAsync,
        ["unbuffered"] = WriteUnbufferedAsync,
        ["announced length"] = WriteAnnouncedAsync,
        ["synchronously"] = WriteSynchronously,
        ["another body in front"] = WriteThroughAnotherBodyAsync,
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Response_WrittenThisWay_HasItsSize(string way)
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/written", Ways[way]));

        var first = await service.Client.GetByteArrayAsync("/written");
        var second = await service.Client.GetByteArrayAsync("/written"); // on the same connection

        await HasSizeAsync(service, first.Length + second.Length, count: 2);
        Assert.Equal(way == "nothing", first.Length == 0);
    }

    [Fact]
    public async Task Response_ToHead_HasNone()
    {
        await using var service = await SmallService.StartAsync(app => app.MapMethods("/written", ["HEAD"], () => "a text that is not sent"));

        using var head = new HttpRequestMessage(HttpMethod.Head, "/written");
        (await service.Client.SendAsync(head)).Dispose();

        await HasSizeAsync(service, 0, count: 1);
    }

    [Fact]
    public async Task Response_ThatIsCompressed_HasTheSizeThatGoesOut()
    {
        await using var service = await SmallService.StartAsync(
            builder => builder.Services.AddResponseCompression(),
            app =>
            {
                app.UseResponseCompression();
                app.MapGet("/compressed", () => Results.Bytes(Body, "text/plain"));
            });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/compressed");
        request.Headers.Add("Accept-Encoding", "gzip");

        using var response = await service.Client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        Assert.InRange(body.Length, 1, Size / 10);
        await HasSizeAsync(service, body.Length, count: 1, "/compressed");
    }

    [Fact]
    public async Task Response_ByHttp2_HasItsSizeOnEachStream()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/written", Ways["stream and pipe"]), ("Kestrel:EndpointDefaults:Protocols", "Http2"));
        service.Client.DefaultRequestVersion = HttpVersion.Version20;
        service.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        var bodies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Client.GetByteArrayAsync("/written")));

        await HasSizeAsync(service, bodies.Sum(body => body.Length), count: 20);
    }

    [Fact]
    public async Task Response_ThatThrowsHalfWay_HasWhatWasWritten()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/written", async Task (HttpContext context) =>
        {
            await context.Response.Body.WriteAsync(Body.AsMemory(0, 100));
            throw new InvalidOperationException("half way");
        }));

        await Assert.ThrowsAsync<HttpRequestException>(() => service.Client.GetByteArrayAsync("/written"));

        await HasSizeAsync(service, 100, count: 1);
    }

    private static Task HasSizeAsync(SmallService service, long bytes, int count, string handler = "/written") => Eventually.PassesAsync(
        async () =>
        {
            Assert.Equal(count, await service.ReadAsync($$"""http_response_size_bytes_count{handler="{{handler}}"}"""));
            Assert.Equal(bytes, await service.ReadAsync($$"""http_response_size_bytes_sum{handler="{{handler}}"}"""));
        },
        Deadline);

    private static async Task WriteSpansAsync(HttpContext context)
    {
        for (var i = 0; i < 50; i++)
        {
            Body.AsSpan(0, 300).CopyTo(context.Response.BodyWriter.GetSpan(300));
            context.Response.BodyWriter.Advance(300);
        }

        await context.Response.BodyWriter.FlushAsync();
    }

    private static async Task WriteBothAsync(HttpContext context)
    {
        Body.AsSpan(0, 300).CopyTo(context.Response.BodyWriter.GetSpan(300));
        context.Response.BodyWriter.Advance(300);
        await context.Response.BodyWriter.FlushAsync();
        await context.Response.Body.WriteAsync(Body);
        await context.Response.WriteAsync("and text");
    }

    private static async Task StartAndCompleteAsync(HttpContext context)
    {
        await context.Response.StartAsync();
        await context.Response.WriteAsync("begun");
        await context.Response.CompleteAsync();
    }

    private static async Task WriteUnbufferedAsync(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        await context.Response.Body.WriteAsync(Body);
        await context.Response.Body.FlushAsync();
    }

    private static async Task WriteAnnouncedAsync(HttpContext context)
    {
        context.Response.ContentLength = Size;
        await context.Response.Body.WriteAsync(Body);
    }

    private static Task WriteSynchronously(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        context.Response.Body.Write(Body, 0, 10);
        context.Response.Body.Write(Body.AsSpan(0, 10));
        context.Response.Body.WriteByte(1);
        context.Response.Body.Flush();
        return Task.CompletedTask;
    }

    private static async Task WriteThroughAnotherBodyAsync(HttpContext context)
    {
        var original = context.Response.Body;
        await using (var zip = new GZipStream(original, CompressionLevel.Fastest, leaveOpen: true))
        {
            context.Response.Body = zip;
            await context.Response.WriteAsync(new string('x', 5000));
        }

        context.Response.Body = original;
        await context.Response.WriteAsync("and after it");
    }
}
