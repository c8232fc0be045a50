using System.Diagnostics;

namespace ServiceDefaults.Logs;

/// <summary>
/// Lines on their way to a stream. Whoever logs only copies bytes; one thread writes all that has come together with one call. When the stream
/// cannot keep up, the newest lines are dropped, counted and, as soon as there is room again, told. Nobody who logs waits.
/// </summary>
/// <param name="output">Where the lines go. Only the writer's thread touches it.</param>
/// <param name="tellDropped">Called on the writer's thread with the number of lines dropped since the last time.</param>
internal sealed class LineQueue(Stream output, Action<long> tellDropped)
{
    /// <summary>How many bytes wait at most: some 16 000 lines, so that a reader may pause for a third of a second at 50 000 requests a second.</summary>
    public const int Capacity = 4 * 1024 * 1024;

    private const int InitialCapacity = 64 * 1024;

    // From here on the writer hurries. Less, and those who log would pay for waking it more often than they have to.
    private const int Batch = Capacity / 4;

    // A writer that slept would have to be woken for every line, at several microseconds for the one who logs.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    // At the end of a process somebody who does not read its output must not hold it up for long.
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new(); // held for the copy of a line at most
    private readonly object _bell = new(); // where the writer sleeps, and where a flush waits
    private byte[] _waiting = GC.AllocateUninitializedArray<byte>(InitialCapacity);
    private byte[] _leaving = GC.AllocateUninitializedArray<byte>(InitialCapacity);
    private int _length;
    private int _lines;
    private long _accepted;
    private long _settled;
    private long _dropped;
    private long _untold;
    private int _flushing;
    private Thread? _writer;
    private bool _isRung;
    private bool _isAsleep;
    private bool _isStopping;
    private bool _isBroken;

    /// <summary>How many lines were not written so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            if (!TryCopy(line))
            {
                Drop(1);
                return;
            }

            _accepted++;
            _lines++;
            if (_writer is null)
                StartWriter();
            if (!_isAsleep && (_length < Batch || _length - line.Length >= Batch))
                return;
            _isAsleep = false;
        }

        Ring();
    }

    /// <summary>Waits until the lines given so far are written, or the time is up.</summary>
    public void Flush(TimeSpan deadline)
    {
        var last = Volatile.Read(ref _accepted);
        Wait(() => Volatile.Read(ref _settled) >= last, deadline);
    }

    /// <summary>Ends the writer once everything is written, or leaves it behind when the time is up. A line that comes later starts another.</summary>
    public void Stop(TimeSpan deadline)
    {
        lock (_gate)
            _isStopping = true;
        Wait(() => Volatile.Read(ref _writer) is null, deadline);
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
    }

    private void OnExit(object? sender, EventArgs e) => Flush(ExitDeadline);

    private bool TryCopy(ReadOnlySpan<byte> line)
    {
        var length = _length + line.Length;
        if (length > Capacity)
            return false;

        if (length > _waiting.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Math.Min(Capacity, Math.Max(_waiting.Length * 2, length)));
            _waiting.AsSpan(0, _length).CopyTo(larger);
            _waiting = larger;
        }

        line.CopyTo(_waiting.AsSpan(_length));
        _length = length;
        return true;
    }

    private void Drop(long lines)
    {
        _untold += lines;
        Interlocked.Add(ref _dropped, lines);
    }

    private void Ring()
    {
        lock (_bell)
        {
            _isRung = true;
            Monitor.PulseAll(_bell);
        }
    }

    private void Wait(Func<bool> condition, TimeSpan deadline)
    {
        var start = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _flushing);
        Ring();
        lock (_bell)
        {
            while (!condition() && deadline - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
                Monitor.Wait(_bell, left);
        }

        Interlocked.Decrement(ref _flushing);
    }

    private void StartWriter()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _writer = new Thread(Run) { IsBackground = true, Name = "log writer" };
        _writer.UnsafeStart(); // without the span and the culture of who happened to log first
    }

    private void Run()
    {
        while (Next() is var next && next != Step.End)
        {
            if (next == Step.Write)
                Write();
            else
                Sleep(Timeout.InfiniteTimeSpan);
        }

        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Ring();
    }

    private Step Next()
    {
        lock (_gate)
        {
            if (_length > 0 || (_untold > 0 && !_isBroken))
                return Step.Write;
            _isAsleep = !_isStopping;
            if (_isAsleep)
                return Step.Sleep;

            _writer = null;
            return Step.End;
        }
    }

    private void Sleep(TimeSpan time)
    {
        lock (_bell)
        {
            if (!_isRung)
                Monitor.Wait(_bell, time);
            _isRung = false;
        }
    }

    private void Write()
    {
        int lines;
        ReadOnlySpan<byte> bytes;
        long untold;
        lock (_gate)
        {
            (lines, _lines) = (_lines, 0);
            bytes = _waiting.AsSpan(0, _length);
            _length = 0;
            (_waiting, _leaving) = (_leaving, _waiting);
            untold = _isBroken ? 0 : _untold;
            _untold -= untold;
        }

        if (untold > 0)
            tellDropped(untold); // into the room that has just become free

        var written = bytes.IsEmpty || TryWrite(bytes);
        lock (_gate)
        {
            _isBroken = !written;
            if (!written)
                Drop(lines);
            _settled += lines;
        }

        if (Volatile.Read(ref _flushing) > 0)
            Ring();
        else
            Sleep(Linger);
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_isBroken)
                output.Write("\n"u8); // ends what the failed write may have left half
            output.Write(bytes);
            output.Flush();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException)
        {
            return false; // the process has to live on without its log
        }
    }

    private enum Step
    {
        Write,
        Sleep,
        End,
    }
}
