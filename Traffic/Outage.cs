namespace Traffic;

/// <summary>Whether the API answers. While it does not, one visit after ever longer pauses tries again; the log tells when that begins and ends.</summary>
internal sealed partial class Outage(TimeProvider time, ILogger<Outage> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private bool _isDown;
    private long _since;
    private long _pauseBegan;
    private TimeSpan _pause;

    /// <summary>Whether a visit may begin now.</summary>
    public bool LetsIn()
    {
        lock (_lock)
        {
            if (!_isDown)
                return true;
            if (time.GetElapsedTime(_pauseBegan) < _pause)
                return false;

            _pauseBegan = time.GetTimestamp();
            _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
            return true;
        }
    }

    /// <summary>A request got an answer, whichever.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            if (!_isDown)
                return;

            _isDown = false;
            LogEnd(time.GetElapsedTime(_since).TotalSeconds);
        }
    }

    /// <summary>A request got no answer.</summary>
    public void NotAnswered(Exception reason)
    {
        lock (_lock)
        {
            if (_isDown)
                return;

            _isDown = true;
            _since = _pauseBegan = time.GetTimestamp();
            _pause = FirstPause;
            LogBegin(reason.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Nobody visits the API until it answers: {Reason}")]
    private partial void LogBegin(string reason);

    [LoggerMessage(LogLevel.Information, "The API answers again, after {Seconds:0} s.")]
    private partial void LogEnd(double seconds);
}
