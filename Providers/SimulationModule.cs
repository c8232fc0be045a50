using System.Text.Json;
using System.Text.Json.Serialization;
using SimulatedProviders.OpenAi;

namespace SimulatedProviders;

/// <summary>Providers of models that nobody runs: what they say, how long they take and how they fail is made up.</summary>
internal static class SimulationModule
{
    public static void AddSimulation(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter<Outage>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });

        // A write ends when its bytes are with the system: what was written before a connection is cut arrives.
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxResponseBufferSize = 0);
        builder.Services.AddSingleton<Simulation>();
    }

    /// <summary>How the providers are told what to be.</summary>
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/simulation");
        control.MapGet("/", ControlEndpoints.List);
        control.MapGet("/{provider}", ControlEndpoints.Get);
        control.MapPut("/{provider}", ControlEndpoints.Put);
        control.MapPatch("/{provider}", ControlEndpoints.Patch);
        control.MapPost("/{provider}/reset", ControlEndpoints.Reset);
    }

    /// <summary>What the providers answer.</summary>
    public static void MapProviders(this WebApplication app)
    {
        var simulation = app.Services.GetRequiredService<Simulation>(); // now: a setting that makes no sense must not wait for the first request

        var provider = app.MapGroup("/{provider}/v1");
        provider.MapPost("/chat/completions", (string provider, HttpContext context) => simulation.ServeAsync(provider, context, ChatEndpoint.AnswerAsync));
        provider.MapPost("/embeddings", (string provider, HttpContext context) => simulation.ServeAsync(provider, context, EmbeddingsEndpoint.AnswerAsync));
        provider.MapGet("/models", (string provider, HttpContext context) => simulation.ServeAsync(provider, context, ModelsEndpoint.AnswerAsync));
    }
}
