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

    // What a pipe holds: more in one write gains nothing.
    private const int Batch = 64 * 1024;

    // A writer that slept would have to be woken for every line, at several microseconds for the one who logs.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    // At the end of a process somebody who does not read its output must not hold it up for long.
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private byte[] _waiting = GC.AllocateUninitializedArray<byte>(Batch);
    private byte[] _leaving = GC.AllocateUninitializedArray<byte>(Batch);
    private int _length;
    private int _lines;
    private long _accepted;
    private long _settled;
    private long _dropped;
    private long _untold;
    private int _flushing;
    private Thread? _writer;
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
            else if (_isAsleep || (_length >= Batch && _length - line.Length < Batch))
                Wake();
        }
    }

    /// <summary>Waits until the lines given so far are written, or the time is up.</summary>
    /// <returns>Whether they are.</returns>
    public bool Flush(TimeSpan deadline)
    {
        lock (_gate)
        {
            var last = _accepted;
            return WaitUntil(() => _settled >= last, deadline);
        }
    }

    /// <summary>Ends the writer once everything is written, or leaves it behind when the time is up. A line that comes later starts another.</summary>
    public void Stop(TimeSpan deadline)
    {
        lock (_gate)
        {
            _isStopping = true;
            WaitUntil(() => _writer is null, deadline);
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
        }
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

    private void Wake()
    {
        _isAsleep = false;
        Monitor.PulseAll(_gate);
    }

    private bool WaitUntil(Func<bool> condition, TimeSpan deadline)
    {
        var start = Stopwatch.GetTimestamp();
        _flushing++;
        Wake();
        while (!condition())
        {
            var left = deadline - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                break;
            Monitor.Wait(_gate, left);
        }

        _flushing--;
        return condition();
    }

    private void StartWriter()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _writer = new Thread(Write) { IsBackground = true, Name = "log writer" };
        _writer.UnsafeStart(); // without the span and the culture of who happened to log first
    }

    private void Write()
    {
        while (Take(out var lines, out var bytes, out var untold))
        {
            if (untold > 0)
                tellDropped(untold); // into the room that has just become free

            var written = bytes.IsEmpty || TryWrite(bytes.Span);
            lock (_gate)
            {
                _isBroken = !written;
                if (!written)
                    Drop(lines);
                _settled += lines;
                if (_flushing > 0)
                    Monitor.PulseAll(_gate);
                else if (!_isStopping && _length < Batch)
                    Monitor.Wait(_gate, Linger);
            }
        }
    }

    /// <summary>Waits for lines and takes all there are; false when the writer is to end.</summary>
    private bool Take(out int lines, out ReadOnlyMemory<byte> bytes, out long untold)
    {
        lock (_gate)
        {
            while (_length == 0 && (_untold == 0 || _isBroken))
            {
                if (_isStopping)
                {
                    _writer = null;
                    AppDomain.CurrentDomain.ProcessExit -= OnExit;
                    Monitor.PulseAll(_gate);
                    (lines, bytes, untold) = (0, default, 0);
                    return false;
                }

                _isAsleep = true;
                Monitor.Wait(_gate);
            }

            (lines, bytes) = (_lines, _waiting.AsMemory(0, _length));
            (_waiting, _leaving) = (_leaving, _waiting);
            (_lines, _length) = (0, 0);
            untold = _isBroken ? 0 : _untold;
            _untold -= untold;
            return true;
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_isBroken)
                output.WriteByte((byte)'\n'); // ends what the failed write may have left half
            output.Write(bytes);
            output.Flush();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException)
        {
            return false; // the process has to live on without its log
        }
    }
}
