using Tests.Support;
using Tests.Support.Telemetry;

namespace Tests.Distributed;

/// <summary>One application that is in use, for the tests that only look at it.</summary>
public sealed class TrafficFixture : IAsyncLifetime
{
    public const int RequestsPerSecond = 8;
    public const int Seed = 6059; // one with which every scenario is seen soon

    /// <summary>How long after the start there may be something of which nothing is shown: a chore that is done, approved, and comes back after its cool-down takes longest.</summary>
    public static readonly TimeSpan DataDeadline = TimeSpan.FromMinutes(4);

    private static readonly Lazy<Task<TestApp>> Started = new(
        () => Task.Run(() => TestApp.StartAsync(withDashboard: true, "--traffic", "on", $"--Traffic:RequestsPerSecond={RequestsPerSecond}", $"--Traffic:Seed={Seed}")));

    internal TestApp Stack { get; private set; } = null!;

    internal AppTelemetry Telemetry { get; private set; } = null!;

    /// <summary>Starts it before the tests that look at it; a failure is theirs.</summary>
    public static void StartEarly() => _ = Started.Value;

    public async Task InitializeAsync()
    {
        Stack = await Started.Value;
        Telemetry = new AppTelemetry(Stack.App, DataDeadline);
    }

    public async Task DisposeAsync()
    {
        Telemetry.Dispose();
        await Stack.DisposeAsync();
    }
}
