using System.Globalization;
using System.Text;
using ServiceDefaults.Logs;

namespace Tests.Unit;

public sealed class LineQueueTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Valve _output = new();
    private readonly LineQueue _queue;
    private readonly List<long> _told = [];

    public LineQueueTests() => _queue = new(_output, _told.Add);

    [Fact]
    public void Lines_FromManyThreads_AllArriveInTheirThreadsOrder()
    {
        const int Threads = 8;
        const int Lines = 2_000; // together less than the queue holds, however slow its writer is

        Parallel.For(0, Threads, thread =>
        {
            for (var i = 0; i < Lines; i++)
                Add($"{thread} {i} {new string('x', i % 100)}");
        });
        _queue.Stop(Deadline);

        var arrived = _output.Lines.Select(line => line.Split(' ')).ToLookup(line => line[0], line => int.Parse(line[1], CultureInfo.InvariantCulture));
        Assert.Equal(Threads, arrived.Count);
        Assert.All(arrived, thread => Assert.Equal(Enumerable.Range(0, Lines), thread));
        Assert.Equal(0, _queue.Dropped);
    }

    [Fact]
    public async Task Lines_WhileTheReaderStalls_AreDroppedCountedAndToldWhenItGoesOn()
    {
        _output.Shut();
        Add("first");
        await _output.BlocksAsync(Deadline);
        var line = new string('x', 1023);
        for (var i = 0; i < LineQueue.Capacity / 1024 + 5; i++)
            Add(line); // comes back at once, or this test does not end

        Assert.Equal(5, _queue.Dropped);
        Assert.Empty(_told);

        _output.Open();
        _queue.Flush(Deadline);
        Add("last");
        _queue.Stop(Deadline);

        Assert.Equal([5], _told);
        Assert.Equal(1 + LineQueue.Capacity / 1024 + 1, _output.Lines.Length);
        Assert.Equal("last", _output.Lines[^1]);
    }

    [Fact]
    public async Task Stop_WhileTheReaderStalls_DoesNotWaitForEver()
    {
        _output.Shut();
        Add("stuck");
        await _output.BlocksAsync(Deadline);

        _queue.Flush(TimeSpan.FromMilliseconds(10));
        _queue.Stop(TimeSpan.FromMilliseconds(10));

        Assert.Empty(_output.Lines);
        _output.Open();
    }

    [Fact]
    public void Line_AfterTheStop_IsWrittenAllTheSame()
    {
        Add("before");
        _queue.Stop(Deadline);
        Add("after");
        _queue.Stop(Deadline);

        Assert.Equal(["before", "after"], _output.Lines);
    }

    [Fact]
    public void Lines_WhileTheOutputIsBroken_AreCountedAndToldWhenItIsWhole()
    {
        _output.IsBroken = true;
        Add("one");
        _queue.Flush(Deadline);
        Add("two");
        _queue.Flush(Deadline);
        Assert.Equal(2, _queue.Dropped);
        Assert.Empty(_told);

        _output.IsBroken = false;
        Add("three");
        _queue.Flush(Deadline);
        _queue.Stop(Deadline);

        Assert.Equal([2], _told);
        Assert.Equal(["", "three"], _output.Lines); // the first ends what may have been left half
    }

    public void Dispose()
    {
        _output.Open();
        _queue.Stop(Deadline);
        _output.Dispose();
    }

    private void Add(string line) => _queue.Add(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>A stream that can be shut, so that a write waits, and broken, so that it throws.</summary>
    private sealed class Valve : MemoryStream
    {
        private readonly ManualResetEventSlim _open = new(initialState: true);
        private readonly TaskCompletionSource _blocks = new();

        public bool IsBroken { get; set; }

        public string[] Lines => Encoding.UTF8.GetString(ToArray()).Split('\n')[..^1];

        public void Shut() => _open.Reset();

        public void Open() => _open.Set();

        public Task BlocksAsync(TimeSpan deadline) => _blocks.Task.WaitAsync(deadline);

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!_open.IsSet)
                _blocks.TrySetResult();
            _open.Wait();
            if (IsBroken)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            _open.Dispose();
            base.Dispose(disposing);
        }
    }
}
