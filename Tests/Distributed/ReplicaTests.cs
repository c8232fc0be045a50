using Aspire.Hosting.ApplicationModel;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>Three replicas behind one address, each scraped at its own.</summary>
public sealed class ReplicaTests(ReplicaTests.Replicas replicas) : IClassFixture<ReplicaTests.Replicas>
{
    private const int Count = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TestApp _stack = replicas.Stack;

    [Fact]
    public async Task Replicas_BehindOneAddress_AreThreeTargetsWhoseSumsAddUp()
    {
        const int Sent = 30;
        await TargetsAreUpAsync();

        // A connection each, so that the proxy spreads them.
        using var api = _stack.NewApiClient();
        api.DefaultRequestHeaders.ConnectionClose = true;
        for (var i = 0; i < Sent; i++)
        {
            using var response = await api.GetAsync("/api/users/1");
        }

        await Eventually.PassesAsync(
            async () =>
            {
                Assert.Equal(Sent, await _stack.Prometheus.QueryOneAsync("""sum(http_requests_total{job="backend-api",endpoint="/api/users/{id}"})"""));
                // By instance: one that does not know of its database yet has answered 503, which is another series.
                Assert.Equal(Count, await _stack.Prometheus.QueryOneAsync("""count(sum by (instance) (http_requests_total{job="backend-api",endpoint="/api/users/{id}"}) > 0)"""));
            },
            Deadline);
    }

    [Fact]
    public async Task Replica_AfterRestart_IsFoundAgainAtItsNewPort()
    {
        await TargetsAreUpAsync();
        var replica = await _stack.App.ResourceNotifications.WaitForResourceAsync("api", change => change.Snapshot.State?.Text == KnownResourceStates.Running);

        var result = await _stack.App.ResourceCommands.ExecuteCommandAsync(replica.ResourceId, KnownResourceCommands.RestartCommand);

        Assert.True(result.Success, result.Message);
        await TargetsAreUpAsync();
    }

    private Task TargetsAreUpAsync() => Eventually.PassesAsync(
        async () => Assert.Equal([1, 1, 1], await _stack.Prometheus.QueryAsync("""up{service="api"}""")),
        Deadline);

    public sealed class Replicas : IAsyncLifetime
    {
        internal TestApp Stack { get; private set; } = null!;

        public async Task InitializeAsync() => Stack = await TestApp.StartAsync(args: [$"--Api:Replicas={Count}"]);

        public async Task DisposeAsync() => await Stack.DisposeAsync();
    }
}
