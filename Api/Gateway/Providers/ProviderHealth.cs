using System.Runtime.InteropServices;

namespace Api.Gateway.Providers;

/// <summary>
/// What a provider's answers of the last minute say of it. Its score is 100 × (1 − failures / max(calls, 5)) × min(1, slow / mean time): with few calls, a failure
/// weighs no more than one in five. Below 70 it is degraded, from 80 on healthy again; while its circuit is not closed it is down, with a score of 0.
/// </summary>
internal sealed class ProviderHealth(TimeSpan slow, TimeProvider time)
{
    private const int Slices = 6;
    private const int FewCalls = 5;
    private const double DegradedBelow = 70;
    private const double HealthyFrom = 80;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Counts[] _counts = new Counts[Slices];
    private long _current;
    private long _lastCall = time.GetTimestamp();
    private bool _isDown;
    private bool _isDegraded;

    /// <summary>How long nothing was heard of it.</summary>
    public TimeSpan Idle
    {
        get
        {
            lock (_lock)
                return time.GetElapsedTime(_lastCall);
        }
    }

    public void Succeeded(TimeSpan elapsed) => Record(new(1, 0, elapsed));

    public void Failed() => Record(new(1, 1, TimeSpan.Zero));

    /// <summary>Its circuit has opened.</summary>
    public void Down() => SetDown(true);

    /// <summary>Its circuit has closed: what failed before counts no more.</summary>
    public void Up() => SetDown(false);

    public HealthReport Read()
    {
        lock (_lock)
        {
            Advance();
            var sum = default(Counts);
            foreach (var counts in _counts)
                sum += counts;

            var answered = sum.Calls - sum.Failures;
            var responseTime = answered == 0 ? TimeSpan.Zero : sum.Elapsed / answered;
            var speed = responseTime <= slow ? 1 : slow / responseTime;
            var score = _isDown ? 0 : 100 * (1 - ((double)sum.Failures / Math.Max(sum.Calls, FewCalls))) * speed;

            _isDegraded = score < (_isDegraded ? HealthyFrom : DegradedBelow);
            var state = _isDown ? ProviderState.Down : _isDegraded ? ProviderState.Degraded : ProviderState.Healthy;
            return new(state, score, sum.Calls == 0 ? 0 : (double)sum.Failures / sum.Calls, responseTime);
        }
    }

    private void Record(Counts counts)
    {
        lock (_lock)
        {
            Advance();
            _counts[_current % Slices] += counts;
            _lastCall = time.GetTimestamp();
        }
    }

    private void SetDown(bool isDown)
    {
        lock (_lock)
        {
            _isDown = isDown;
            if (!isDown)
                Array.Clear(_counts);
        }
    }

    // Slices that are older than the window are emptied before they are used again.
    private void Advance()
    {
        var now = time.GetUtcNow().Ticks / Slice.Ticks;
        for (var slice = Math.Max(_current + 1, now - Slices + 1); slice <= now; slice++)
            _counts[slice % Slices] = default;
        _current = Math.Max(_current, now);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Counts(int Calls, int Failures, TimeSpan Elapsed)
    {
        public static Counts operator +(Counts one, Counts other) => new(one.Calls + other.Calls, one.Failures + other.Failures, one.Elapsed + other.Elapsed);
    }
}
