using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ServiceDefaults.Otlp;

namespace ServiceDefaults;

/// <summary>Spans of ASP.NET Core, HttpClient, Npgsql and the service itself, to every OTLP destination that is set.</summary>
internal static class Traces
{
    public static void AddTraces(this IHostApplicationBuilder builder)
    {
        // ASP.NET Core would describe each request's span before it knows whether anybody records it, at 500 B a request; RequestSpan does it after.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);

        var destinations = OtlpDestination.For(OtlpSignal.Traces, builder.Configuration);
        var sampler = TraceSampler.From(builder.Configuration);
        var service = builder.Environment.ApplicationName;

        builder.OpenTelemetry().WithTracing(traces =>
        {
            // The service's own sources have its name, or begin with it and a dot.
            traces.AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", service, service + ".*");

            // With nowhere to send spans they are made for their ids alone: log lines carry them, and calls to other services pass them on.
            traces.SetSampler(destinations.Count == 0 ? new AlwaysOffSampler() : sampler);
            if (destinations.Count > 0)
                traces.AddProcessor(services => Fanout.OfSpans(services, destinations));
        });
    }
}
