using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ServiceDefaults.Otlp;

/// <summary>Log records with their scopes, to every OTLP destination that is set.</summary>
internal static class OtlpLogs
{
    public static void AddOtlpLogs(this IHostApplicationBuilder builder)
    {
        var destinations = OtlpDestination.For(OtlpSignal.Logs, builder.Configuration);
        if (destinations.Count == 0)
            return;

        builder.OpenTelemetry().WithLogging(
            logs => logs
                .AddProcessor(new SecretMask())
                .AddProcessor(services => Fanout.OfLogRecords(services, destinations)),
            options =>
            {
                options.IncludeFormattedMessage = true;
                options.IncludeScopes = true;
            });
    }
}
