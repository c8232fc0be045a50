using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;
using Tests.Support;

namespace Tests.Unit;

/// <summary>Loggers whose lines go to <see cref="Output"/>, always at the same moment.</summary>
internal sealed class LogFixture : IDisposable
{
    private readonly ServiceProvider _services;

    public LogFixture(ILineFormat? format = null)
    {
        _services = new ServiceCollection()
            .AddMetrics()
            .AddSingleton<TimeProvider>(new Noon())
            .AddSingleton(services => Output.NewProvider(services, format ?? new JsonLineFormat("api")))
            .AddSingleton<IExternalScopeProvider, LogScopes>()
            .AddSingleton<ILoggerProvider>(services => services.GetRequiredService<JsonLoggerProvider>())
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace))
            .BuildServiceProvider();
        Log = Loggers.CreateLogger("Api.Chores");
    }

    public LogCapture Output { get; } = new();

    public ILoggerFactory Loggers => _services.GetRequiredService<ILoggerFactory>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public ILogger Log { get; }

    public void Dispose()
    {
        _services.Dispose();
        Output.Dispose();
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);
    }
}
