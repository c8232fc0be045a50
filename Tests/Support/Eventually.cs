using Xunit.Sdk;

namespace Tests.Support;

/// <summary>Waits for what becomes true some time after what caused it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Repeats an assertion until it passes; when the time is up, its last failure is the test's.</summary>
    public static async Task PassesAsync(Func<Task> assertion, TimeSpan deadline)
    {
        using var time = new CancellationTokenSource(deadline);

        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception exception) when (IsPassing(exception) && !time.IsCancellationRequested)
            {
                await Task.Delay(Interval);
            }
        }
    }

    private static bool IsPassing(Exception exception) =>
        exception is XunitException or HttpRequestException or TaskCanceledException or KeyNotFoundException;
}
