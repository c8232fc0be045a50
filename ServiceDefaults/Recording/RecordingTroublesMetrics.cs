using System.Diagnostics.Metrics;

namespace ServiceDefaults.Recording;

/// <summary>Tells how many measurements were not recorded as they were meant.</summary>
internal sealed class RecordingTroublesMetrics(IMeterFactory meters, RecordingTroubles troubles)
{
    public void Create()
    {
        var meter = meters.Create(TelemetryMeter.Name);
        meter.CreateObservableCounter(
            TelemetryMeter.OverflowedMeasurements, () => troubles.OverflowedMeasurements, "{measurement}", "Measurements that were added up in an overflow series.");
        meter.CreateObservableCounter(
            TelemetryMeter.FailedMeasurements, () => troubles.FailedMeasurements, "{measurement}", "Measurements that were invalid or whose callback threw.");
    }
}
