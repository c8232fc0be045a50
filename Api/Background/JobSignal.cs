namespace Api.Background;

/// <summary>Tells this replica's <see cref="JobWorker"/> that there is something to do.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0);

    public void Set()
    {
        if (_set.CurrentCount == 0) // one more does no harm: the worker looks once more
            _set.Release();
    }

    /// <summary>Waits until it is set, but not longer than that.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _set.WaitAsync(longest, cancellationToken);

    public void Dispose() => _set.Dispose();
}
