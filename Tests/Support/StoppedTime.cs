namespace Tests.Support;

/// <summary>A clock that stands still until it is put forward. Timers and measured durations stay real.</summary>
internal sealed class StoppedTime : TimeProvider
{
    // A whole microsecond, as PostgreSQL stores it.
    private long _ticks = System.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
