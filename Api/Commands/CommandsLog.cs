namespace Api.Commands;

internal static partial class CommandsLog
{
    [LoggerMessage(LogLevel.Warning, "The database did not tell whether it committed a change. It is asked again when it is back.")]
    public static partial void Undecided(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "More than {Capacity} changes are undecided. Whether this one was made is not looked after: counters may be too low.")]
    public static partial void TooManyUndecided(this ILogger logger, int capacity);

    [LoggerMessage(LogLevel.Information, "A change whose commit was not confirmed is looked after. It was made: {WasMade}.")]
    public static partial void Decided(this ILogger logger, bool wasMade);

    [LoggerMessage(LogLevel.Warning, "Something was done, but what follows it, such as counting it, failed.")]
    public static partial void NotCounted(this ILogger logger, Exception exception);
}
