namespace SimulatedProviders;

/// <summary>A simulated provider.</summary>
/// <param name="name">Its name, which begins its addresses.</param>
/// <param name="configured">What it is until it is told otherwise.</param>
/// <param name="time">The clock.</param>
internal sealed class Provider(string name, ProviderSettings configured, TimeProvider time)
{
    private ProviderRun _run = new(configured, time);

    public string Name => name;

    public ProviderSettings Configured => configured;

    public ProviderRun Run => Volatile.Read(ref _run);

    /// <summary>Begins anew, as after a start: settings, counts, request numbers. Requests that are still open are cut off.</summary>
    public void Reset() => Interlocked.Exchange(ref _run, new(configured, time)).End();
}
