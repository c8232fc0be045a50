namespace Tests.Support.Telemetry;

/// <summary>A line of a service's log.</summary>
/// <param name="Service">The resource that wrote it.</param>
/// <param name="Level">Information, Warning, Error, …</param>
/// <param name="Message">Its text.</param>
/// <param name="Attributes">Its fields, as text.</param>
internal sealed record LogLine(string Service, string Level, string Message, IReadOnlyDictionary<string, string> Attributes)
{
    public override string ToString() => $"{Service} {Level}: {Message}";
}
