using OpenTelemetry;

namespace ServiceDefaults.Otlp;

/// <summary>Hands each item to all parts, and ends them side by side: one that is stuck does not use up the time of the others.</summary>
internal sealed class ParallelProcessor<T>(IReadOnlyList<BaseProcessor<T>> parts) : CompositeProcessor<T>(parts)
{
    protected override bool OnForceFlush(int timeoutMilliseconds) => All(part => part.ForceFlush(timeoutMilliseconds));

    protected override bool OnShutdown(int timeoutMilliseconds) => All(part => part.Shutdown(timeoutMilliseconds));

    // On threads of their own: they block, and what they wait for may need the thread pool.
    private bool All(Func<BaseProcessor<T>, bool> end)
    {
        var ended = new bool[parts.Count];
        var threads = parts.Select((part, i) => new Thread(() => ended[i] = end(part)) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return Array.TrueForAll(ended, each => each);
    }
}
