using Microsoft.AspNetCore.Http.HttpResults;

namespace Viewer.Telemetry;

/// <summary>Logs and traces as the Aspire dashboard has them, and where it is, for links.</summary>
internal static class TelemetryModule
{
    private const int MostItems = 200;

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var dashboard = builder.Configuration.GetSection(nameof(AspireDashboard));
        builder.Services.AddSingleton(new AspireDashboard(dashboard["Url"] is { Length: > 0 } url ? new Uri(url) : null, dashboard["ApiKey"]));
    }

    public static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings", (AspireDashboard dashboard) => TypedResults.Ok(new { AspireDashboard = dashboard.Address }));
        routes.MapGet("/api/logs", ReadLogsAsync);
        routes.MapGet("/api/traces", ReadTracesAsync);
    }

    private static Task<Results<Ok<IReadOnlyList<LogEntry>>, ProblemHttpResult>> ReadLogsAsync(
        AspireDashboard dashboard, string? service, string? severity, int? limit, CancellationToken cancellationToken) =>
        AnswerAsync(dashboard, () => dashboard.ReadLogsAsync(service, severity, Limit(limit), cancellationToken));

    private static Task<Results<Ok<IReadOnlyList<TraceEntry>>, ProblemHttpResult>> ReadTracesAsync(
        AspireDashboard dashboard, string? service, int? limit, CancellationToken cancellationToken) =>
        AnswerAsync(dashboard, () => dashboard.ReadTracesAsync(service, Limit(limit), cancellationToken));

    private static Task<Results<Ok<T>, ProblemHttpResult>> AnswerAsync<T>(AspireDashboard dashboard, Func<Task<T>> read) =>
        Upstream.AnswerAsync("The Aspire dashboard", async () => dashboard.Address is null
            ? (Results<Ok<T>, ProblemHttpResult>)TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "The Aspire dashboard is off")
            : TypedResults.Ok(await read()));

    private static int Limit(int? asked) => Math.Clamp(asked ?? MostItems, 1, MostItems);
}
