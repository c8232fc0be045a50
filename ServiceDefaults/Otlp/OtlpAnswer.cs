namespace ServiceDefaults.Otlp;

/// <summary>What came of one request to an OTLP destination.</summary>
/// <param name="IsTaken">It said that it took the items, but for the rejected ones.</param>
/// <param name="Rejected">How many of the items it says it did not take.</param>
/// <param name="Complaint">Why it did not take some, or all.</param>
internal readonly record struct OtlpAnswer(bool IsTaken, long Rejected, string Complaint)
{
    /// <summary>It was not asked, or nobody listened to the answer: then the exporter's result counts.</summary>
    public static readonly OtlpAnswer None = new(IsTaken: true, 0, "they could not be sent");

    public static readonly OtlpAnswer Taken = new(IsTaken: true, 0, "");

    public static OtlpAnswer Refused(string complaint) => new(IsTaken: false, 0, complaint);

    /// <summary>
    /// Reads the message of a successful answer, <c>{ partial_success = 1: { rejected = 1, error_message = 2 } }</c>, of which most servers leave out all:
    /// https://opentelemetry.io/docs/specs/otlp/#partial-success.
    /// </summary>
    public static OtlpAnswer Read(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufReader(message);
        var (rejected, error) = (0L, "");
        while (fields.Read())
        {
            if (fields is not { Field: 1, IsMessage: true })
                continue;

            var partial = new ProtobufReader(fields.Bytes);
            while (partial.Read())
            {
                if (partial is { Field: 1, IsMessage: false })
                    rejected = (long)partial.Number;
                else if (partial is { Field: 2, IsMessage: true })
                    error = System.Text.Encoding.UTF8.GetString(partial.Bytes);
            }

            if (!partial.IsValid)
                return Refused("its answer is no OTLP");
        }

        return !fields.IsValid ? Refused("its answer is no OTLP")
            : rejected > 0 ? new(IsTaken: true, rejected, error.Length == 0 ? "it rejected them" : error)
            : Taken;
    }
}
