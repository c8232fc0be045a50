using Tests.Support;

namespace Tests.Distributed;

/// <summary>One application with its dashboard, for the tests that only use it and disturb nothing.</summary>
public sealed class WholeStackFixture : IAsyncLifetime
{
    internal TestApp Stack { get; private set; } = null!;

    internal DashboardClient Dashboard { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stack = await TestApp.StartAsync(withDashboard: true);
        Dashboard = new DashboardClient(Stack.App);
        await Stack.App.ResourceNotifications.WaitForResourceHealthyAsync(DashboardClient.ResourceName, new CancellationTokenSource(TestApp.StartDeadline).Token);
    }

    public async Task DisposeAsync()
    {
        Dashboard.Dispose();
        await Stack.DisposeAsync();
    }
}
