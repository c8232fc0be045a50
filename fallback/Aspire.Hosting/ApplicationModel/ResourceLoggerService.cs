using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// The console logs of all resources: what their processes write, and what the AppHost says about them. The last 10,000 lines
/// of each are kept, across restarts.
/// </summary>
public class ResourceLoggerService : IDisposable
{
    private const int LinesKept = 10_000;

    private readonly ConcurrentDictionary<string, ResourceLogBuffer> _buffers = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    internal ResourceLoggerService(TimeProvider time) => _time = time;

    /// <summary>A logger whose lines appear in the log of a resource, of each of its replicas.</summary>
    internal ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return new ResourceLogger(
            (line, isError) =>
            {
                foreach (var id in resource.GetInstanceIds())
                    Append(id, line, isError);
            },
            _time);
    }

    /// <summary>A logger whose lines appear in the log of one resource or replica.</summary>
    internal ILogger GetLogger(string resourceName)
    {
        ArgumentNullException.ThrowIfNull(resourceName);

        return new ResourceLogger((line, isError) => Append(resourceName, line, isError), _time);
    }

    /// <summary>The lines of a resource, of all its replicas: those kept, then each new one. Ends when the application is disposed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return FollowAsync(resource.GetInstanceIds());
    }

    /// <summary>The lines of one resource or replica: those kept, then each new one. Ends when the application is disposed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName)
    {
        ArgumentNullException.ThrowIfNull(resourceName);

        return FollowAsync([resourceName]);
    }

    /// <summary>Ends every <see cref="WatchAsync(string)"/>.</summary>
    public void Dispose()
    {
        foreach (var buffer in _buffers.Values)
            buffer.Complete();

        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a line that has its timestamp already.</summary>
    internal void Append(string resourceId, string line, bool isError) => GetBuffer(resourceId).Append(line, isError);

    /// <summary>The newest lines, oldest first.</summary>
    internal IReadOnlyList<LogLine> Tail(string resourceId, int count) => GetBuffer(resourceId).Tail(count);

    private ResourceLogBuffer GetBuffer(string resourceId) => _buffers.GetOrAdd(resourceId, _ => new ResourceLogBuffer(LinesKept));

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(
        ImmutableArray<string> resourceIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffers = resourceIds.Select(GetBuffer).ToArray();
        var read = new int[buffers.Length];

        while (true)
        {
            var pending = new List<Task>();
            for (var i = 0; i < buffers.Length; i++)
            {
                var (lines, more) = buffers[i].ReadAfter(read[i]);
                if (lines.Count > 0)
                {
                    read[i] = lines[^1].LineNumber;
                    yield return lines;
                }

                if (more is not null)
                    pending.Add(more);
            }

            if (pending.Count == 0)
                yield break;

            await Task.WhenAny(pending).WaitAsync(cancellationToken);
        }
    }
}
