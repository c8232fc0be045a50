using Tests.Support;
using Tests.Support.Telemetry;

namespace Tests.Distributed;

/// <summary>One application with its dashboard, for the tests that only use it and disturb nothing.</summary>
public sealed class WholeStackFixture : IAsyncLifetime
{
    internal TestApp Stack { get; private set; } = null!;

    internal DashboardClient Dashboard { get; private set; } = null!;

    internal AppTelemetry Telemetry { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stack = await TestApp.StartAsync(withDashboard: true);
        Dashboard = new DashboardClient(Stack.App);
        Telemetry = new AppTelemetry(Stack.App);
        await Stack.App.ResourceNotifications.WaitForResourceHealthyAsync(DashboardClient.ResourceName, new CancellationTokenSource(TestApp.StartDeadline).Token);
    }

    public async Task DisposeAsync()
    {
        Telemetry.Dispose();
        Dashboard.Dispose();
        await Stack.DisposeAsync();
    }
}
