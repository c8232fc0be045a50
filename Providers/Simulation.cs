using Microsoft.AspNetCore.Connections;
using SimulatedProviders.OpenAi;

namespace SimulatedProviders;

/// <summary>The providers: three with characters of their own, which the configuration <c>Simulation:Providers:NAME</c> changes or adds to.</summary>
internal sealed class Simulation
{
    private const string Section = "Simulation:Providers";

    private static readonly Dictionary<string, ProviderSettings> Characters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["swift"] = new() { Seed = 11, LatencyMedian = 120, LatencyP99 = 400, TokensPerSecond = 180, RequestsPerMinute = 10_000, TokensPerMinute = 2_000_000 },
        ["steady"] = new() { Seed = 22, LatencyMedian = 400, LatencyP99 = 900, TokensPerSecond = 70, RequestsPerMinute = 5000, TokensPerMinute = 1_000_000 },
        ["wobbly"] = new() { Seed = 33, LatencyMedian = 250, LatencyP99 = 2500, TokensPerSecond = 90, ErrorRate = 0.02, RequestsPerMinute = 3000, TokensPerMinute = 500_000 },
    };

    private readonly Dictionary<string, Provider> _providers;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;

    /// <exception cref="InvalidOperationException">A setting is unknown or makes no sense; the message says which.</exception>
    public Simulation(IConfiguration configuration, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var section = configuration.GetSection(Section);
        var names = Characters.Keys.Concat(section.GetChildren().Select(child => child.Key)).Distinct(StringComparer.OrdinalIgnoreCase);
        _providers = names.ToDictionary(name => name, name => new Provider(name, SettingsFrom(section.GetSection(name)), time), StringComparer.OrdinalIgnoreCase);
        _time = time;
        _stopping = lifetime.ApplicationStopping;
    }

    public IEnumerable<Provider> Providers => _providers.Values;

    public Provider? Find(string name) => _providers.GetValueOrDefault(name);

    /// <summary>Takes a request to a provider, does to it what that one is told to, and counts how it ended.</summary>
    /// <param name="name">The provider.</param>
    /// <param name="context">The request.</param>
    /// <param name="answerAsync">Answers it, or says why not.</param>
    public async Task ServeAsync(string name, HttpContext context, Func<Call, Task<OpenAiError?>> answerAsync)
    {
        if (Find(name) is not { } provider)
        {
            await OpenAiError.UnknownProvider(name).WriteAsync(context);
            return;
        }

        var run = provider.Run;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, run.Over);
        var call = new Call(context, provider.Name, run, _time, ended.Token, _stopping);
        try
        {
            if ((await call.AdmitAsync() ?? await answerAsync(call)) is { } error)
            {
                call.End(CallOutcome.Failed);
                await error.WriteAsync(context);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException)
        {
            call.End(context.RequestAborted.IsCancellationRequested ? CallOutcome.AbortedByClient : CallOutcome.Failed);
            context.Abort();
        }
        finally
        {
            call.End(CallOutcome.Failed); // of nothing that is foreseen: an end that came before stays
        }
    }

    private static ProviderSettings SettingsFrom(IConfigurationSection section)
    {
        var settings = (Characters.GetValueOrDefault(section.Key) ?? new()) with { };
        section.Bind(settings, options => options.ErrorOnUnknownConfiguration = true);

        return settings.Errors() is [{ } error, ..]
            ? throw new InvalidOperationException($"{section.Path}:{error.MemberNames.First()} cannot be: {error.ErrorMessage}")
            : settings;
    }
}
