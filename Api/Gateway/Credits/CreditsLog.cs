namespace Api.Gateway.Credits;

internal static partial class CreditsLog
{
    [LoggerMessage(LogLevel.Debug, "A call waits to be settled: {Reason} The next attempt is in {Delay}.")]
    public static partial void SettlementWaits(this ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(LogLevel.Warning, "The host stopped before the call of reservation {ReservationId} was settled. What was set aside is given back when it expires.")]
    public static partial void NotSettled(this ILogger logger, Guid reservationId);

    [LoggerMessage(LogLevel.Error, "The call of reservation {ReservationId} could not be settled. What was set aside is given back when it expires.")]
    public static partial void SettlementFailed(this ILogger logger, Exception exception, Guid reservationId);

    [LoggerMessage(LogLevel.Warning, "Nobody settled the call of reservation {ReservationId} in time. What was set aside is given back.")]
    public static partial void Expired(this ILogger logger, Guid reservationId);

    [LoggerMessage(LogLevel.Debug, "Expired reservations could not be looked for: {Reason}")]
    public static partial void ExpiredNotRead(this ILogger logger, string reason);
}
