using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>Logs every change of health once, with what caused it.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> logger)
{
    // Nobody starts healthy; why it takes a while is for whoever takes it to tell.
    private HealthStatus _last = HealthStatus.Unhealthy;

    public void Tell(HealthReport report)
    {
        if (Interlocked.Exchange(ref _last, report.Status) == report.Status)
            return;

        if (report.Status == HealthStatus.Healthy)
            LogHealthy();
        else
            LogNotHealthy(report.Status, string.Join("; ", report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(Reason)));
    }

    private static string Reason(KeyValuePair<string, HealthReportEntry> check) =>
        $"{check.Key}: {check.Value.Description ?? check.Value.Exception?.Message ?? check.Value.Status.ToString()}";

    [LoggerMessage(LogLevel.Information, "The service is healthy.")]
    private partial void LogHealthy();

    [LoggerMessage(LogLevel.Warning, "The service is {Status}. {Reasons}")]
    private partial void LogNotHealthy(HealthStatus status, string reasons);
}
