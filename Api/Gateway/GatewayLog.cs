namespace Api.Gateway;

/// <summary>What the gateway logs. Prompts and answers are in none of it.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(LogLevel.Warning, "The provider {Provider} is down: it has failed too often. It is left alone for {Break}. Last: {Reason}")]
    public static partial void ProviderDown(this ILogger logger, string provider, TimeSpan @break, string? reason);

    [LoggerMessage(LogLevel.Information, "The provider {Provider} is back.")]
    public static partial void ProviderUp(this ILogger logger, string provider);

    [LoggerMessage(LogLevel.Information, "The provider {Provider} did not answer a call to {Model} ({Reason}): {Detail}")]
    public static partial void NotAnswered(this ILogger logger, string provider, string model, string reason, string detail);

    [LoggerMessage(LogLevel.Warning, "The provider {Provider} broke off a stream of {Model} after {Tokens} tokens: {Detail}")]
    public static partial void StreamBroke(this ILogger logger, string provider, string model, int tokens, string detail);
}
