using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>A million requests of clients that send what they like: paths, methods and headers by chance.</summary>
[Collection(SoakDefinition.Name)]
public sealed class HostileRequestTests
{
    private const int Connections = 4;
    private const int Batch = 250; // requests that are sent before the first answer is read
    private const int Batches = 1000;
    private const int Requests = Connections * Batch * Batches;
    private const long Allowance = 8 * 1024 * 1024;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "get", "BREW", "PROPFIND"];
    private static readonly string[] Headers = ["User-Agent", "X-Tier", "Accept", "Referer", "traceparent", "tracestate", "baggage", "X-Forwarded-For", "Cookie", "Origin", "Forwarded"];
    private static readonly string[] OfRequests = ["http_server_", "http_request", "http_response_", "http_exceptions_", "api_", "fastapi_", "aspnetcore_"];
    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    [Fact]
    public async Task Million_OfRequestsByChance_NeitherMakesSeriesNorKeepsMemoryNorFails()
    {
        await using var service = await SmallService.StartAsync(
            app =>
            {
                app.MapGet("/things/{id}", (string id) => "thing");
                app.MapPost("/things", () => "made");
                app.Map("/throw/{**rest}", string (string? rest) => throw new InvalidOperationException());
            },
            ("Logging:LogLevel:Default", "None"), ("Logging:LogLevel:Microsoft.AspNetCore", "None"), ("Metrics:HeaderLabels:X-Tier:0", "gold"), ("Metrics:HeaderLabels:X-Tier:1", "silver"));

        // As if a destination had asked for every span: then whatever clients write goes into its tags.
        using (RecordingSpans())
            Assert.Equal(Requests / 10, await SendAsync(service.Client.BaseAddress!, Batches / 10, seed: 1));
        var series = await SeriesAsync(service, Requests / 10);
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(Requests, await SendAsync(service.Client.BaseAddress!, Batches, seed: 2));

        var kept = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Assert.True(kept < Allowance, $"{kept} bytes more are in use");
        var fresh = (await SeriesAsync(service, Requests / 10 + Requests)).Except(series).ToList();
        Assert.True(fresh.Count == 0, string.Join('\n', fresh));
    }

    /// <summary>The series of requests, once all of these are counted, each in every way and none with trouble.</summary>
    private static async Task<IReadOnlyList<string>> SeriesAsync(SmallService service, int requests)
    {
        var text = "";
        await Eventually.PassesAsync(
            async () =>
            {
                text = await service.ScrapeAsync();
                foreach (var counted in (string[])["http_server_request_duration_seconds_count{", "http_requests_total{", "fastapi_requests_total{", "http_request_size_bytes_count{", "http_response_size_bytes_count{"])
                    Assert.Equal(requests, ScrapedText.Sum(text, counted));
                Assert.Equal(0, ScrapedText.Sum(text, "http_requests_in_progress{"));
                foreach (var trouble in (string[])["telemetry_requests_failed_total", "telemetry_measurements_failed_total", "telemetry_measurements_overflowed_total"])
                    Assert.Equal(0, ScrapedText.Value(text, trouble));
            },
            TimeSpan.FromSeconds(10));
        return [.. ScrapedText.Series(text, "").Where(line => OfRequests.Any(name => line.StartsWith(name, StringComparison.Ordinal))).Select(line => line[..line.LastIndexOf(' ')])];
    }

    private static ActivityListener RecordingSpans()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <returns>How many answers came.</returns>
    private static async Task<int> SendAsync(Uri address, int batches, int seed) =>
        (await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(() => SendByOneAsync(address, batches, new Random(seed * 100 + connection)))))).Sum();

    private static async Task<int> SendByOneAsync(Uri address, int batches, Random random)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var requests = new ArrayBufferWriter<byte>();
        var answers = new byte[256 * 1024];
        var total = 0;

        for (var i = 0; i < batches; i++)
        {
            requests.ResetWrittenCount();
            for (var j = 0; j < Batch; j++)
                Write(requests, random);
            var sending = socket.SendAsync(requests.WrittenMemory);

            // Each answer begins on a line of its own; what is cut off at the end of one read is looked at again with the next.
            var (answered, kept) = (0, 0);
            while (answered < Batch)
            {
                var read = await socket.ReceiveAsync(answers.AsMemory(kept));
                Assert.True(read > 0, $"The server hung up after {total + answered} answers.");
                var text = answers.AsSpan(0, kept + read);
                answered += text.Count("HTTP/1.1 "u8);
                kept = Math.Min(text.Length, "HTTP/1.1 ".Length - 1);
                text[^kept..].CopyTo(answers);
            }

            await sending;
            total += answered;
        }

        return total;
    }

    private static void Write(ArrayBufferWriter<byte> to, Random random)
    {
        Write(to, random.Next(4) == 0 ? RandomToken(random) : Methods[random.Next(Methods.Length)]);
        Write(to, random.Next(8) switch { 0 => " /things/", 1 => " /things?", 2 => " /throw/", 3 => " //", _ => " /" });
        WriteEscaped(to, random);
        Write(to, " HTTP/1.1\r\nHost: ");
        Write(to, random.Next(4) == 0 ? $"h{random.Next()}.example:{random.Next(1, 65536)}" : "localhost");
        Write(to, "\r\nContent-Length: 0\r\n");
        for (var headers = random.Next(4); headers > 0; headers--)
        {
            Write(to, random.Next(4) == 0 ? RandomToken(random) : Headers[random.Next(Headers.Length)]);
            Write(to, ": ");
            Write(to, random.Next(3) == 0 ? "gold" : RandomText(random));
            Write(to, "\r\n");
        }

        Write(to, "\r\n");
    }

    private static void Write(ArrayBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);

    // Any bytes at all, in the only form in which a path or a query may have them.
    private static void WriteEscaped(ArrayBufferWriter<byte> to, Random random)
    {
        Span<byte> bytes = stackalloc byte[random.Next(1, 12)];
        random.NextBytes(bytes);
        foreach (var each in bytes)
        {
            if (Plain.Contains(each) || each is (byte)'/' or (byte)'&' or (byte)'=' or (byte)'?')
                to.Write([each]);
            else if (each != 0) // which no server takes
                Write(to, $"%{each:X2}");
        }
    }

    private static string RandomToken(Random random) => random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&'*+-.^_`|~", random.Next(1, 20));

    private static string RandomText(Random random) => random.GetString("abcXYZ019 \t\"\\{}[]<>;,=%ä€😀", random.Next(0, 30)).Trim();
}
