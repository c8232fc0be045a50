using OpenTelemetry.Exporter;
using ServiceDefaults.Otlp;

namespace Tests.Unit;

public sealed class ExportAccountTests
{
    private static readonly OtlpDestination Tempo = new(
        "tempo", OtlpSignal.Traces, new Uri("http://tempo/v1/traces"), OtlpExportProtocol.HttpProtobuf, Headers: null, TimeSpan.FromSeconds(1), OtlpExportCompression.None);

    [Fact]
    public async Task Items_OfManyThreads_AreEitherLetInOrCountedAsLost()
    {
        const int Each = 100_000;
        var account = new ExportAccount(Tempo, capacity: 100);
        var entered = 0L;
        using var start = new Barrier(5);

        var threads = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < Each; i++)
                {
                    if (account.TryEnter())
                        Interlocked.Increment(ref entered);
                }
            },
            TaskCreationOptions.LongRunning)).ToList();
        start.SignalAndWait();
        var left = 0L;
        while (!threads.TrueForAll(thread => thread.IsCompleted))
        {
            var items = Volatile.Read(ref entered) - left;
            Assert.InRange(items, 0, 100);
            account.Leave(items, refused: 0);
            left += items;
        }

        await Task.WhenAll(threads);
        Assert.Equal(4 * Each, entered + account.Lost);
        Assert.Equal(entered - left, account.Waiting);
    }

    [Fact]
    public void Counts_AreToldByReason()
    {
        var account = new ExportAccount(Tempo, capacity: 2);
        for (var i = 0; i < 5; i++)
            account.TryEnter();
        account.Leave(2, refused: 1);

        Assert.Equal(["refused 1", "queue_full 3"], account.Measure().Select(measurement => $"{measurement.Tags.ToArray().Single(tag => tag.Key == "reason").Value} {measurement.Value}"));
        Assert.Equal((4, 0), (account.Lost, account.Waiting));
    }
}
