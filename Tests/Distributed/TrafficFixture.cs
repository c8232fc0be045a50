using Tests.Support;
using Tests.Support.Telemetry;

namespace Tests.Distributed;

/// <summary>One application that is in use, for the tests that only look at it.</summary>
public sealed class TrafficFixture : IAsyncLifetime
{
    public const int RequestsPerSecond = 20;
    public const int Seed = 4;

    internal TestApp Stack { get; private set; } = null!;

    internal AppTelemetry Telemetry { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stack = await TestApp.StartAsync(withDashboard: true, "--traffic", "on", $"--Traffic:RequestsPerSecond={RequestsPerSecond}", $"--Traffic:Seed={Seed}");
        Telemetry = new AppTelemetry(Stack.App);
    }

    public async Task DisposeAsync()
    {
        Telemetry.Dispose();
        await Stack.DisposeAsync();
    }
}
