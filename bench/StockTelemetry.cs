using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Bench;

/// <summary>
/// What most services run today: OpenTelemetry's metrics and 10 % of traces by OTLP, and AddJsonConsole with one line a request, the
/// framework's own lines off as in its templates.
/// </summary>
internal static partial class StockTelemetry
{
    public static void AddStockTelemetry(this WebApplicationBuilder builder)
    {
        var sink = builder.Configuration["ConnectionStrings:tempo"]!;
        builder.Logging.AddJsonConsole().AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        builder.Services.AddSingleton(Sdk.CreateMeterProviderBuilder()
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(options => To(options, sink + "/v1/metrics"))
            .Build());
        builder.Services.AddSingleton(Sdk.CreateTracerProviderBuilder()
            .AddSource("Microsoft.AspNetCore")
            .AddOtlpExporter(options => To(options, sink + "/v1/traces"))
            .Build());
    }

    public static void UseStockRequestLog(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Requests");
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            var start = Stopwatch.GetTimestamp();
            await next(context);
            var route = (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText;
            LogRequest(logger, route, context.Request.Method, context.Response.StatusCode, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        });
    }

    private static void To(OtlpExporterOptions options, string endpoint)
    {
        options.Endpoint = new Uri(endpoint);
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
    }

    [LoggerMessage(LogLevel.Information, "Request completed {endpoint} {method} {status_code} {duration_ms}")]
    private static partial void LogRequest(ILogger logger, string? endpoint, string method, int status_code, double duration_ms);
}
