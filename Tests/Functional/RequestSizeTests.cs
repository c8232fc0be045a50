using System.IO.Compression;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>http_request_size_bytes is what the service read of the body, by whichever way it read it.</summary>
public sealed class RequestSizeTests
{
    private const int Size = 200_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly byte[] Body = [.. Enumerable.Range(0, Size).Select(i => (byte)('a' + i % 26))];

    private static readonly Dictionary<string, (Func<HttpContext, Task> Read, int Bytes)> Ways = new(StringComparer.Ordinal)
    {
        ["not at all"] = (_ => Task.CompletedTask, 0),
        ["copied"] = (context => context.Request.Body.CopyToAsync(Stream.Null), Size),
        ["copied from the pipe"] = (context => context.Request.BodyReader.CopyToAsync(Stream.Null), Size),
        ["by the pipe"] = (ReadPipeAsync, Size),
        ["pipe as stream"] = (context => context.Request.BodyReader.AsStream().CopyToAsync(Stream.Null), Size),
        ["as text"] = (context => new StreamReader(context.Request.Body).ReadToEndAsync(), Size),
        ["array"] = (async context => await context.Request.Body.ReadExactlyAsync(new byte[1000], 0, 1000), 1000),
        ["begin and end"] = (ReadByBeginAndEndAsync, Size),
        ["stream, then pipe"] = (ReadBothAsync, Size),
        ["in part, by the pipe"] = (ReadPartAsync, 10),
        ["twice, buffered"] = (ReadTwiceAsync, Size),
        ["synchronously"] = (ReadSynchronously, Size),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_ReadThisWay_HasItsSize(string way)
    {
        await using var service = await SmallService.StartAsync(app => app.MapPost("/read", Ways[way].Read));

        await PostAsync(service, new ByteArrayContent(Body));
        await PostAsync(service, new StreamContent(new UnknownLength(Body))); // in chunks

        await HasSizeAsync(service, 2 * Ways[way].Bytes, count: 2);
    }

    [Fact]
    public async Task Request_BoundFromJson_HasItsSize()
    {
        await using var service = await SmallService.StartAsync(app => app.MapPost("/read", (JsonNode thing) => thing["name"]!.GetValue<string>().Length));
        using var content = JsonContent.Create(new { name = new string('x', 50_000) });
        await content.LoadIntoBufferAsync();

        await PostAsync(service, content);

        await HasSizeAsync(service, content.Headers.ContentLength!.Value, count: 1);
    }

    [Fact]
    public async Task Request_BoundFromAForm_HasItsSize()
    {
        await using var service = await SmallService.StartAsync(app => app.MapPost("/read", async (HttpRequest request) => (await request.ReadFormAsync()).Count));
        using var content = new FormUrlEncodedContent([new("name", new string('x', 5000))]);
        await content.LoadIntoBufferAsync();

        await PostAsync(service, content);

        await HasSizeAsync(service, content.Headers.ContentLength!.Value, count: 1);
    }

    [Fact]
    public async Task Request_Compressed_HasTheSizeThatCame()
    {
        await using var service = await SmallService.StartAsync(
            builder => builder.Services.AddRequestDecompression(),
            app =>
            {
                app.UseRequestDecompression();
                app.MapPost("/read", async (HttpRequest request) => Assert.Equal(Size, (await new StreamReader(request.Body).ReadToEndAsync()).Length));
            });
        using var zipped = new MemoryStream();
        await using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            await zip.WriteAsync(Body);
        using var content = new ByteArrayContent(zipped.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };

        await PostAsync(service, content);

        await HasSizeAsync(service, zipped.Length, count: 1);
    }

    [Fact]
    public async Task Request_WithoutABody_HasNone()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/read", (HttpRequest request) => request.Body.CopyToAsync(Stream.Null)));

        (await service.Client.GetAsync("/read")).EnsureSuccessStatusCode().Dispose();

        await HasSizeAsync(service, 0, count: 1);
    }

    [Fact]
    public async Task WebSocket_Works_AndIsNoBody()
    {
        await using var service = await SmallService.StartAsync(app =>
        {
            app.UseWebSockets();
            app.MapGet("/read", EchoAsync);
        });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(service.Client.BaseAddress!) { Scheme = "ws", Path = "/read" }.Uri, CancellationToken.None);

        await socket.SendAsync("echo"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var buffer = new byte[100];
        var echo = await socket.ReceiveAsync(buffer, CancellationToken.None);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);

        Assert.Equal("echo"u8.ToArray(), buffer[..echo.Count]);
        await HasSizeAsync(service, 0, count: 1);
    }

    private static async Task PostAsync(SmallService service, HttpContent content)
    {
        using var response = await service.Client.PostAsync("/read", content);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {service.Log.Text}");
    }

    private static Task HasSizeAsync(SmallService service, long bytes, int count) => Eventually.PassesAsync(
        async () =>
        {
            Assert.Equal(count, await service.ReadAsync("""http_request_size_bytes_count{handler="/read"}"""));
            Assert.Equal(bytes, await service.ReadAsync("""http_request_size_bytes_sum{handler="/read"}"""));
        },
        Deadline);

    private static async Task ReadPipeAsync(HttpContext context)
    {
        while (true)
        {
            // A bit at a time, and looking further than it takes.
            var read = await context.Request.BodyReader.ReadAsync();
            var taken = read.Buffer.GetPosition(Math.Min(read.Buffer.Length, 7000));
            context.Request.BodyReader.AdvanceTo(taken, read.IsCompleted ? taken : read.Buffer.End);
            if (read.IsCompleted && read.Buffer.Length <= 7000)
                return;
        }
    }

    private static async Task ReadByBeginAndEndAsync(HttpContext context)
    {
        var buffer = new byte[4096];
        while (await Task.Factory.FromAsync(context.Request.Body.BeginRead, context.Request.Body.EndRead, buffer, 0, buffer.Length, state: null) > 0)
        {
        }
    }

    private static async Task ReadBothAsync(HttpContext context)
    {
        await context.Request.Body.ReadExactlyAsync(new byte[100]);
        await ReadPipeAsync(context);
    }

    private static async Task ReadPartAsync(HttpContext context)
    {
        var read = await context.Request.BodyReader.ReadAtLeastAsync(10);
        context.Request.BodyReader.AdvanceTo(read.Buffer.GetPosition(10), read.Buffer.End);
    }

    private static async Task ReadTwiceAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Request.Body.Position = 0;
        using var again = new MemoryStream();
        await context.Request.BodyReader.CopyToAsync(again);
        Assert.Equal(Size, again.Length);
    }

    private static Task ReadSynchronously(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        var buffer = new byte[100];
        Assert.NotEqual(-1, context.Request.Body.ReadByte());
        _ = context.Request.Body.Read(buffer, 0, 10);
        while (context.Request.Body.Read(buffer.AsSpan()) > 0)
        {
        }

        return Task.CompletedTask;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: WebSocketMessageType.Text } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, message.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
