using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>Scrapes that meet, that take too long, and that nobody waits for any more.</summary>
public sealed class ScrapeFaultTests
{
    private const string Timeout = "X-Prometheus-Scrape-Timeout-Seconds";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Scrapes_ThatComeTogether_ShareOneCollection()
    {
        const int Scrapers = 8;
        var (arrived, collections) = (0, 0);
        using var all = new ManualResetEventSlim();
        await using var service = await SmallService.StartAsync(app =>
        {
            app.Use(async (HttpContext context, RequestDelegate next) =>
            {
                var scrape = next(context); // by now it waits for the collection
                if (Interlocked.Increment(ref arrived) == Scrapers)
                    all.Set();
                await scrape;
            });
            ScrapedService.MeterOf(app).CreateObservableGauge("t.collections", () =>
            {
                all.Wait(Deadline);
                return Interlocked.Increment(ref collections);
            });
        });

        var texts = await Task.WhenAll(Enumerable.Range(0, Scrapers).Select(_ => service.ScrapeAsync()));

        Assert.All(texts, text => Assert.Equal(1, ScrapedText.Value(text, "t_collections")));
        Assert.Equal(2, await service.ReadAsync("t_collections"));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Instrument_ThatHangs_IsNamedWhenTheTimeIsUp_AndHoldsUpNothingElse(string encoding)
    {
        using var ready = new ManualResetEventSlim();
        await using var service = await SmallService.StartAsync(app =>
        {
            app.MapGet("/there", () => "there");
            ScrapedService.MeterOf(app).CreateObservableGauge("t.stuck", () => ready.Wait(Deadline) ? 1 : 0);
        });

        for (var i = 0; i < 3; i++)
        {
            using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { Timeout, "0.2" }, { "Accept-Encoding", encoding } } };
            using var answer = await service.Client.SendAsync(scrape);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal($"Not collected within the 0.2 s of {Timeout}. Waiting for instrument: t.stuck.\n", await answer.Content.ReadAsStringAsync());
            Assert.Equal("there", await service.Client.GetStringAsync("/there"));
        }

        ready.Set();
        Assert.Equal(1, await service.ReadAsync("t_stuck"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("soon")]
    public async Task Timeout_ThatIsNone_IsNotKept(string timeout)
    {
        await using var service = await SmallService.StartAsync(_ => { });
        using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { Timeout, timeout } } };

        using var answer = await service.Client.SendAsync(scrape);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Client_ThatGoesAwayWhileInstrumentsAreAsked_IsNotWaitedFor()
    {
        using var ready = new ManualResetEventSlim();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await SmallService.StartAsync(app =>
        {
            TellWhenOver(app, ended);
            ScrapedService.MeterOf(app).CreateObservableGauge("t.slow", () =>
            {
                asked.TrySetResult();
                return ready.Wait(Deadline) ? 1 : 0;
            });
        });
        using var patience = new CancellationTokenSource();

        var scrape = service.Client.GetStringAsync("/metrics", patience.Token);
        await asked.Task.WaitAsync(Deadline);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scrape);
        await ended.Task.WaitAsync(Deadline / 2);

        ready.Set();
        Assert.Equal(1, await service.ReadAsync("t_slow"));
        Assert.DoesNotContain(service.Log.Records, record => record.GetProperty("level").GetString() == "ERROR");
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Answer_ThatIsNotTakenInTime_IsBrokenOff_ForHalfMustNotPassForTheWhole(string encoding)
    {
        var large = Enumerable.Range(0, 500).Select(i => new Measurement<int>(i, new KeyValuePair<string, object?>("text", RandomNumberGenerator.GetHexString(20_000)))).ToList();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await SmallService.StartAsync(app =>
        {
            TellWhenOver(app, ended);
            ScrapedService.MeterOf(app).CreateObservableGauge("t.large", () => large);
        });
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, ConnectCallback = ConnectWithASmallBufferAsync }) { BaseAddress = service.Client.BaseAddress };
        using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { Timeout, "2" }, { "Accept-Encoding", encoding } } };

        using var answer = await client.SendAsync(scrape, HttpCompletionOption.ResponseHeadersRead);
        await ended.Task.WaitAsync(Deadline);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Instrument_ThatFails_IsMissing_CountedEachTimeAndLoggedOnceUntilItRecovers()
    {
        var isBroken = false;
        await using var service = await SmallService.StartAsync(app =>
        {
            var meter = ScrapedService.MeterOf(app);
            meter.CreateObservableGauge("t.fine", () => 1);
            meter.CreateObservableGauge("t.moody", () => isBroken ? throw new InvalidOperationException("no reading") : 2);
            meter.CreateObservableGauge("t.half", () => Half(isBroken));
        });
        Assert.Equal((1, 2, 3), await ReadAsync());

        isBroken = true;
        Assert.Equal((1, null, null), await ReadAsync());
        Assert.Equal((1, null, null), await ReadAsync());
        isBroken = false;
        Assert.Equal((1, 2, 3), await ReadAsync());
        isBroken = true;
        Assert.Equal((1, null, null), await ReadAsync());

        isBroken = false;
        Assert.Equal(6, await service.ReadAsync("telemetry_measurements_failed_total")); // twice in each of three scrapes
        foreach (var instrument in (string[])["test/t.moody", "test/t.half"])
            Assert.Equal(2, service.Log.Records.Count(record => record.GetProperty("message").GetString()!.Contains(instrument, StringComparison.Ordinal)));

        async Task<(double?, double?, double?)> ReadAsync()
        {
            var text = await service.ScrapeAsync();
            return (ScrapedText.Value(text, "t_fine"), ScrapedText.Value(text, "t_moody"), ScrapedText.Value(text, "t_half"));
        }
    }

    private static IEnumerable<Measurement<int>> Half(bool isBroken)
    {
        yield return new(3);
        if (isBroken)
            throw new InvalidOperationException("no more");
    }

    private static void TellWhenOver(WebApplication app, TaskCompletionSource ended) => app.Use(async (HttpContext context, RequestDelegate next) =>
    {
        try
        {
            await next(context);
        }
        finally
        {
            ended.TrySetResult();
        }
    });

    // Else the kernel takes megabytes for a client that reads nothing.
    private static async ValueTask<Stream> ConnectWithASmallBufferAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8192 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
