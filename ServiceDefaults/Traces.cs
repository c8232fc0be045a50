using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>Spans of ASP.NET Core, HttpClient and the service itself, to every OTLP destination that is set.</summary>
internal static class Traces
{
    public static void AddTraces(this IHostApplicationBuilder builder)
    {
        // ASP.NET Core would describe each request's span before it knows whether anybody records it, at 500 B a request; RequestSpan does it after.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);

        var destinations = OtlpDestination.ForTraces(builder.Configuration);

        builder.OpenTelemetry().WithTracing(traces =>
        {
            traces.AddSource("Microsoft.AspNetCore", "System.Net.Http", builder.Environment.ApplicationName);

            // With nowhere to send spans they are made for their ids alone: log lines carry them, and calls to other services pass them on.
            if (destinations.Count == 0)
                traces.SetSampler(new AlwaysOffSampler());

            // Each destination has a queue and a thread of its own, so that one that is down costs neither the requests nor the others anything.
            foreach (var destination in destinations)
                traces.AddOtlpExporter(destination.Name, destination.Apply);
        });
    }
}
