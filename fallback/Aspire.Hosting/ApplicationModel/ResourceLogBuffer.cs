namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// The last lines of one resource. Readers hold a line number and ask for what comes after it, so a reader costs nothing
/// and cannot hold up a writer: one that falls behind by more than the capacity misses lines, and sees it by their numbers.
/// </summary>
internal sealed class ResourceLogBuffer(int capacity)
{
    private readonly Lock _lock = new();
    private readonly List<LogLine> _ring = []; // line n is at (n - 1) % capacity
    private TaskCompletionSource? _changed;
    private int _lastNumber;
    private bool _completed;

    public void Append(string content, bool isError)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            var line = new LogLine(++_lastNumber, content, isError);
            if (_ring.Count < capacity)
                _ring.Add(line);
            else
                _ring[(line.LineNumber - 1) % capacity] = line;

            (changed, _changed) = (_changed, null);
        }

        changed?.SetResult();
    }

    /// <summary>No line will follow.</summary>
    public void Complete()
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            _completed = true;
            (changed, _changed) = (_changed, null);
        }

        changed?.SetResult();
    }

    /// <summary>The lines kept after a line number, and a task that ends when there are more; null when there never will be.</summary>
    public (IReadOnlyList<LogLine> Lines, Task? More) ReadAfter(int lineNumber)
    {
        lock (_lock)
        {
            var first = Math.Max(lineNumber, _lastNumber - _ring.Count) + 1;
            var lines = new LogLine[Math.Max(0, _lastNumber - first + 1)];
            for (var i = 0; i < lines.Length; i++)
                lines[i] = _ring[(first + i - 1) % capacity];

            if (_completed)
                return (lines, null);

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (lines, _changed.Task);
        }
    }

    public IReadOnlyList<LogLine> Tail(int count)
    {
        lock (_lock)
            return ReadAfter(_lastNumber - count).Lines;
    }
}
