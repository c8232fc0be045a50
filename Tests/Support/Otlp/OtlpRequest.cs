namespace Tests.Support.Otlp;

/// <summary>What was sent in one request, by the field numbers of https://github.com/open-telemetry/opentelemetry-proto.</summary>
/// <param name="Path">Where to.</param>
/// <param name="Headers">What it carried.</param>
/// <param name="Message">What it held.</param>
internal sealed record OtlpRequest(string Path, IReadOnlyDictionary<string, string> Headers, ProtobufMessage Message)
{
    public IEnumerable<OtlpSpan> Spans =>
        from resource in Message.Messages(1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new OtlpSpan(
            Attributes(resource.Messages(1).Single(), 1)["service.name"] as string,
            scope.Messages(1).Single().Text(1),
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            span.Text(5),
            (OtlpSpanKind)span.Number(6),
            Attributes(span, 9),
            [.. span.Messages(11).Select(e => (e.Text(2), Attributes(e, 3)))],
            [.. span.Messages(13).Select(link => (link.Hex(1), link.Hex(2)))],
            span.Messages(15).FirstOrDefault()?.Number(3) == 2);

    public IEnumerable<OtlpLogRecord> LogRecords =>
        from resource in Message.Messages(1)
        from scope in resource.Messages(2)
        from record in scope.Messages(2)
        select new OtlpLogRecord(
            Attributes(resource.Messages(1).Single(), 1)["service.name"] as string,
            scope.Messages(1).Single().Text(1),
            record.Text(3),
            Value(record.Messages(5).First()) as string,
            Attributes(record, 6),
            record.Hex(9),
            record.Hex(10));

    /// <summary>What the signals are about.</summary>
    public IEnumerable<IReadOnlyDictionary<string, object?>> Resources => Message.Messages(1).Select(signals => Attributes(signals.Messages(1).Single(), 1));

    /// <summary>The names of the metrics.</summary>
    public IEnumerable<string> Metrics => Message.Messages(1).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2)).Select(metric => metric.Text(1));

    private static Dictionary<string, object?> Attributes(ProtobufMessage owner, int number) =>
        owner.Messages(number).ToDictionary(attribute => attribute.Text(1), attribute => Value(attribute.Messages(2).Single()));

    private static object? Value(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? value.Number(2) != 0
        : value.Has(3) ? (long)value.Number(3)
        : value.Has(4) ? BitConverter.UInt64BitsToDouble(value.Number(4))
        : null;
}
