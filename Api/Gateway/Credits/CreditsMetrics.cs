using System.Diagnostics.Metrics;
using Api.Data;

namespace Api.Gateway.Credits;

/// <summary>Who runs out of credits, and what is set aside.</summary>
internal sealed class CreditsMetrics
{
    public const string MeterName = "Api.Gateway.Credits";

    /// <summary>
    /// Gauge, <c>{account}</c>, from the database: accounts that are in use, with a subscription that has not expired or a key that is good, and can spend less than a
    /// tenth of what they were granted last.
    /// </summary>
    public const string LowName = "accounts.low_credits"; // scraped as accounts_low_credits

    /// <summary>Gauge, <c>{reservation}</c>, from the database: calls for which credits are set aside.</summary>
    public const string OpenName = "credit.reservations.open"; // scraped as credit_reservations_open

    /// <summary>Gauge, <c>{call}</c>: calls of this replica that have ended and are not settled: they wait for the database.</summary>
    public const string WaitingName = "credit.settlements.waiting"; // scraped as credit_settlements_waiting

    public CreditsMetrics(IMeterFactory meters, SettlementService settlements)
    {
        var meter = meters.Create(MeterName);
        Low = new(meter, LowName, "{account}", "Accounts in use that can spend less than a tenth of what they were granted last.");
        Open = new(meter, OpenName, "{reservation}", "Calls for which credits are set aside.");
        meter.CreateObservableGauge(WaitingName, () => settlements.Waiting, "{call}", "Calls of this replica that have ended and are not settled.");
    }

    public StateGauge Low { get; }

    public StateGauge Open { get; }
}
