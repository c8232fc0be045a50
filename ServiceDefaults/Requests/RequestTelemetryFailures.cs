using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Requests;

/// <summary>Where exceptions of telemetry itself end: a request never fails by them. All are counted, the first is logged.</summary>
internal sealed partial class RequestTelemetryFailures
{
    private readonly ILogger<RequestTelemetryFailures> _logger;
    private readonly Counter<long> _failed;
    private int _isLogged;

    public RequestTelemetryFailures(IMeterFactory meters, ILogger<RequestTelemetryFailures> logger)
    {
        _logger = logger;
        _failed = meters.Create(TelemetryMeter.Name).CreateCounter<long>(
            TelemetryMeter.FailedRequests, "{request}", "Requests that were answered, but not told completely, for telemetry itself threw.");
        _failed.Add(0);
    }

    public void Tell(Exception exception)
    {
        try
        {
            _failed.Add(1);
            if (Interlocked.Exchange(ref _isLogged, 1) == 0)
                LogFailure(exception);
        }
        catch (Exception)
        {
            // What failed just now was most likely a logger or a listener, and these are two more of them.
        }
    }

    [LoggerMessage(LogLevel.Error, "Telemetry of a request failed; the request did not. Further failures are counted only, as telemetry_requests_failed_total.")]
    private partial void LogFailure(Exception exception);
}
