using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Bench;

/// <summary>The servers that <see cref="RequestBench"/> compares. Each answers the same GET; they differ in what watches it.</summary>
internal static class RequestServers
{
    public const string Bare = "bare";
    public const string Sink = "sink";

    private const string Activity = "bare, with an Activity";
    private const string Unsampled = "ours, none sampled";

    public static readonly string[] Modes = [Bare, "null middleware", Activity, "ours", Unsampled, "ours without logs", "ours without traces", "ours without metrics", "ours, nothing on", "stock"];

    public static IEnumerable<KeyValuePair<string, string>> Settings(string mode, string sink)
    {
        // One core, as for its affinity: what the SDK chooses by itself for a web application there.
        yield return new("DOTNET_gcServer", "0");
        yield return new("OTEL_SERVICE_NAME", "bench");
        yield return new("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
        yield return new("OTEL_TRACES_SAMPLER_ARG", mode == Unsampled ? "0" : "0.1");
        yield return new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");

        // Our own metrics are scraped, not pushed; and spans alone would go there: tempo takes nothing but them.
        if (mode is not ("ours without traces" or "ours, nothing on"))
            yield return new("ConnectionStrings__tempo", sink);
        if (mode is "ours without logs" or "ours, nothing on")
        {
            yield return new("Logging__LogLevel__Default", "None");
            yield return new("Logging__LogLevel__Microsoft.AspNetCore", "None");
        }
        if (mode is "ours without metrics" or "ours, nothing on")
            yield return new("ENABLE_METRICS", "false");
    }

    public static async Task RunAsync(string mode, string addressFile)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var isOurs = mode.StartsWith("ours", StringComparison.Ordinal);
        if (isOurs)
            builder.AddServiceDefaults();
        else
            builder.Logging.ClearProviders();
        if (mode == Activity)
            ListenToActivities(ActivitySamplingResult.PropagationData);
        if (mode == "stock")
            builder.AddStockTelemetry();

        var app = builder.Build();
        if (mode == "null middleware")
            app.Use((HttpContext context, RequestDelegate next) => next(context));
        if (mode == "stock")
            app.UseStockRequestLog();
        if (isOurs)
            app.MapDefaultEndpoints();
        if (mode == Sink)
            app.MapPost("/{**path}", (HttpRequest request) => request.Body.CopyToAsync(Stream.Null));

        app.MapGet("/things/{id}", (string id) => "thing " + id);
        app.MapGet(ServerProcess.AllocatedPath, () => GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));

        await app.StartAsync();
        await File.WriteAllTextAsync(addressFile + ".new", app.Urls.Single());
        File.Move(addressFile + ".new", addressFile);
        await ((IHost)app).WaitForShutdownAsync();
    }

    // What any tracing needs at the least: ids, on a span that is not recorded.
    private static void ListenToActivities(ActivitySamplingResult sampled) => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
        Sample = (ref _) => sampled,
    });
}
