using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Tests.Unit;

public sealed class HealthLogTests : IDisposable
{
    private readonly LogFixture _logs = new();
    private readonly HealthLog _log;

    public HealthLogTests() => _log = new(_logs.Loggers.CreateLogger<HealthLog>());

    [Fact]
    public void Reports_OfOneStateInARow_AreToldOnce()
    {
        Report(HealthStatus.Unhealthy);
        Report(HealthStatus.Healthy);
        Report(HealthStatus.Healthy);
        Report(HealthStatus.Degraded);
        Report(HealthStatus.Degraded);
        Report(HealthStatus.Unhealthy);
        Report(HealthStatus.Healthy);

        Assert.Equal(
            ["The service is healthy.", "The service is Degraded. disk: full", "The service is Unhealthy. disk: full", "The service is healthy."],
            _logs.Output.Records.Select(record => record.GetProperty("message").GetString()));
    }

    [Fact]
    public void Reason_NotDescribed_IsTheExceptionOrTheState()
    {
        Report(HealthStatus.Healthy);

        _log.Tell(new(
            new Dictionary<string, HealthReportEntry>(StringComparer.Ordinal)
            {
                ["fine"] = new(HealthStatus.Healthy, "nothing to tell", TimeSpan.Zero, null, null),
                ["thrown"] = new(HealthStatus.Unhealthy, null, TimeSpan.Zero, new TimeoutException("too slow"), null),
                ["silent"] = new(HealthStatus.Degraded, null, TimeSpan.Zero, null, null),
            },
            TimeSpan.Zero));

        Assert.Equal("The service is Unhealthy. thrown: too slow; silent: Degraded", _logs.Output.Records[^1].GetProperty("message").GetString());
    }

    public void Dispose() => _logs.Dispose();

    private void Report(HealthStatus status) =>
        _log.Tell(new(new Dictionary<string, HealthReportEntry>(StringComparer.Ordinal) { ["disk"] = new(status, "full", TimeSpan.Zero, null, null) }, TimeSpan.Zero));
}
