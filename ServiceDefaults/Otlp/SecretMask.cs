using OpenTelemetry;
using OpenTelemetry.Logs;
using ServiceDefaults.Logs;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Otlp;

/// <summary>Stands before the destinations: attributes with a secret's name, and what the message tells of them, leave as <c>***</c>.</summary>
internal sealed class SecretMask : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        // The line of a request holds no secret, and allocates when it is asked for its fields.
        if (data.Attributes is not { } attributes || attributes is RequestLogState || !SecretFields.AnyIn(attributes))
            return;

        data.FormattedMessage = SecretFields.MaskMessage(data.FormattedMessage, attributes);
        data.Attributes = SecretFields.Mask(attributes);
    }
}
