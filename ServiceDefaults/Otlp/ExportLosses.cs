using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Otlp;

/// <summary>What the OTLP destinations of a service did not get: a counter, and lines in its log.</summary>
internal sealed class ExportLosses
{
    private readonly ConcurrentQueue<ExportAccount> _accounts = new();
    private readonly TimeProvider _time;

    public ExportLosses(IMeterFactory meters, TimeProvider time)
    {
        _time = time;

        // Observed, not added to: an item that is dropped costs the request one increment.
        meters.Create(TelemetryMeter.Name).CreateObservableCounter(
            TelemetryMeter.LostItems,
            () => _accounts.SelectMany(account => account.Measure()),
            unit: "{item}",
            description: "Spans and log records that an OTLP destination did not get.");
    }

    /// <summary>Null until the host starts: loggers are made after the exporters of log records.</summary>
    public ILogger? Log { get; set; }

    public (ExportAccount Account, LossReport Report) Open(OtlpDestination destination, int capacity)
    {
        var account = new ExportAccount(destination, capacity);
        _accounts.Enqueue(account);
        return (account, new LossReport(destination, account, this, _time));
    }
}
