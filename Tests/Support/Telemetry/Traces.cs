using System.Text.Json;
using Xunit.Sdk;

namespace Tests.Support.Telemetry;

/// <summary>Traces in the Aspire dashboard.</summary>
internal sealed class Traces(DashboardClient dashboard, TimeSpan deadline)
{
    /// <summary>Waits until a trace has spans of these names.</summary>
    /// <param name="traceId">32 hexadecimal digits.</param>
    /// <param name="spans">Names of spans that it must have, such as <c>GET /api/users/{id}</c>.</param>
    /// <returns>All its spans.</returns>
    /// <exception cref="XunitException">They do not come in time; the message lists those that did.</exception>
    public async Task<IReadOnlyList<Span>> HasAsync(string traceId, params string[] spans)
    {
        IReadOnlyList<Span> found = [];
        await Eventually.PassesAsync(
            async () =>
            {
                found = await ReadAsync(traceId);
                if (found.Count == 0 || spans.Except(found.Select(span => span.Name), StringComparer.Ordinal).Any())
                {
                    Assert.Fail($"After {deadline.TotalSeconds:0} s trace {traceId} lacks {(spans.Length > 0 ? string.Join(", ", spans) : "spans")}. "
                        + (found.Count > 0 ? $"It has:\n  {string.Join("\n  ", found)}" : "The dashboard knows nothing of it: was it sampled, and is the service's OTLP endpoint the dashboard?"));
                }
            },
            deadline);
        return found;
    }

    private async Task<IReadOnlyList<Span>> ReadAsync(string traceId) =>
    [
        .. from span in OtlpJson.Items(await dashboard.ReadAsync($"traces/{traceId}"), "resourceSpans", "scopeSpans", "spans")
           select new Span(
               span.Service, span.Item.GetProperty("name").GetString()!, span.Item.GetProperty("spanId").GetString()!, Text(span.Item, "parentSpanId"), OtlpJson.Attributes(span.Item)),
    ];

    private static string Text(JsonElement span, string name) => span.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
