using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tests.Support;

namespace Tests.Fallback;

/// <summary>Here, since the official AppHost takes a minute for what ours does in seconds: checking health three times.</summary>
public sealed class ReadyTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ready_OfAResourceCheckedAgainAndAgain_IsAnnouncedOnce()
    {
        var (announced, checks) = (0, 0);

        await using var app = await EmptyApp.StartAsync(builder =>
        {
            builder.Services.AddHealthChecks().AddCheck("beat", () =>
            {
                Interlocked.Increment(ref checks);
                return HealthCheckResult.Healthy();
            });
            var service = builder.AddExecutable("service", "sleep", ".", "60").WithHealthCheck("beat");
            builder.Eventing.Subscribe<ResourceReadyEvent>(service.Resource, (_, _) =>
            {
                Interlocked.Increment(ref announced);
                return Task.CompletedTask;
            });
        });

        await Eventually.PassesAsync(
            () =>
            {
                Assert.True(Volatile.Read(ref checks) >= 3, "It was not checked again.");
                return Task.CompletedTask;
            },
            Deadline);
        Assert.Equal(1, announced);
    }
}
