using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary><c>/health</c>: may traffic come? <c>/alive</c>: does the process answer at all?</summary>
internal static class Health
{
    private const string LiveTag = "live";

    // A prober gives up after a few seconds and then knows nothing; a check that hangs must be reported, not waited for.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        // A failing check is logged again by each probe, however many ask; HealthLog tells it once.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddSingleton<HealthLog>();

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Timeout == Timeout.InfiniteTimeSpan))
                check.Timeout = CheckTimeout;
        });
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new() { ResponseWriter = LogAndWriteAsync }).AllowAnonymous().WithoutTelemetry();
        routes.MapHealthChecks("/alive", new() { ResponseWriter = WriteAsync, Predicate = check => check.Tags.Contains(LiveTag) })
            .AllowAnonymous().WithoutTelemetry();
    }

    private static Task LogAndWriteAsync(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<HealthLog>().Tell(report);
        return WriteAsync(context, report);
    }

    // {"status":"Unhealthy","checks":{"self":{"status":"Healthy","duration_ms":0.01},…}}; reasons stay in the log, anybody may read this.
    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString());
        json.WriteStartObject("checks");
        foreach (var (name, check) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", check.Status.ToString());
            json.WriteNumber("duration_ms", Math.Round(check.Duration.TotalMilliseconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
