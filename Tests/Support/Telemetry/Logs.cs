using Xunit.Sdk;

namespace Tests.Support.Telemetry;

/// <summary>Log lines in the Aspire dashboard.</summary>
internal sealed class Logs(DashboardClient dashboard, TimeSpan deadline)
{
    /// <summary>Waits until a trace has a line with this message.</summary>
    /// <param name="traceId">32 hexadecimal digits.</param>
    /// <param name="message">The whole message.</param>
    /// <returns>The line.</returns>
    /// <exception cref="XunitException">It does not come in time; the message lists the lines that did.</exception>
    public async Task<LogLine> HasAsync(string traceId, string message)
    {
        LogLine? found = null;
        await Eventually.PassesAsync(
            async () =>
            {
                var lines = await ReadAsync(traceId);
                found = lines.FirstOrDefault(line => line.Message == message);
                if (found is null)
                {
                    Assert.Fail($"After {deadline.TotalSeconds:0} s the log of trace {traceId} lacks \"{message}\". "
                        + (lines.Count > 0 ? $"It has:\n  {string.Join("\n  ", lines)}" : "The dashboard has no line of it."));
                }
            },
            deadline);
        return found!;
    }

    private async Task<IReadOnlyList<LogLine>> ReadAsync(string traceId) =>
    [
        .. from line in OtlpJson.Items(await dashboard.ReadAsync($"logs?traceId={traceId}"), "resourceLogs", "scopeLogs", "logRecords")
           select new LogLine(
               line.Service, line.Item.GetProperty("severityText").GetString()!, line.Item.GetProperty("body").GetProperty("stringValue").GetString()!, OtlpJson.Attributes(line.Item)),
    ];
}
