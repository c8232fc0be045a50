using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;
using ServiceDefaults.Prometheus;
using Tests.Support;

namespace Tests.Unit;

/// <summary>A store with a meter of its own. What the runtime's meters record besides is left out of what it writes.</summary>
internal sealed class MetricStoreFixture : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly MetricStore _store;

    public MetricStoreFixture()
    {
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging(logging => logging.AddProvider(new JsonLoggerProvider(Log, "test", TimeProvider.System)))
            .AddSingleton<MetricStore>()
            .BuildServiceProvider();
        Meters = _services.GetRequiredService<IMeterFactory>();
        Meter = Meters.Create("test");
        _store = _services.GetRequiredService<MetricStore>();
        _store.Start();
    }

    public LogCapture Log { get; } = new();

    public IMeterFactory Meters { get; }

    public Meter Meter { get; }

    /// <summary>The families whose names start with one of these, as they are written.</summary>
    public string Write(params string[] prefixes)
    {
        var output = new ArrayBufferWriter<byte>();
        _store.WriteTo(output);
        var lines = Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(lines.Where(line => prefixes.Any(prefix => IsOf(prefix, line))).Select(line => line + "\n"));
    }

    public void Dispose()
    {
        _services.Dispose();
        Log.Dispose();
    }

    private static bool IsOf(string prefix, string line) =>
        line.StartsWith(prefix, StringComparison.Ordinal) || line.StartsWith("# HELP " + prefix, StringComparison.Ordinal) || line.StartsWith("# TYPE " + prefix, StringComparison.Ordinal);
}
