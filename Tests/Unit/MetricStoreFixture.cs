using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Recording;
using Tests.Support;

namespace Tests.Unit;

/// <summary>A store with a meter of its own. What the runtime's meters record besides is left out of what it writes.</summary>
internal sealed class MetricStoreFixture : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly MetricStore _store;

    public MetricStoreFixture(PrometheusOptions? options = null)
    {
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging()
            .AddSingleton<ILoggerProvider>(services => Log.NewProvider(services, new JsonLineFormat("test")))
            .AddSingleton(options ?? new PrometheusOptions { ServiceName = "test" })
            .AddSingleton<RecordingTroubles>()
            .AddSingleton<RecordingTroublesMetrics>()
            .AddSingleton<MetricStore>()
            .BuildServiceProvider();
        Meters = _services.GetRequiredService<IMeterFactory>();
        Meter = Meters.Create("test");
        _services.GetRequiredService<RecordingTroublesMetrics>().Create();
        _store = _services.GetRequiredService<MetricStore>();
        _store.Start();
    }

    public LogCapture Log { get; } = new();

    public IMeterFactory Meters { get; }

    public Meter Meter { get; }

    /// <summary>The families whose names start with one of these, as the text format has them.</summary>
    public Task<string> WriteAsync(params string[] prefixes) => WriteAsync(ExpositionFormat.Text, prefixes);

    /// <summary>The families whose names start with one of these, in a format.</summary>
    public async Task<string> WriteAsync(ExpositionFormat format, params string[] prefixes)
    {
        var lines = (await WriteAllAsync(format)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(lines.Where(line => prefixes.Any(prefix => IsOf(prefix, line))).Select(line => line + "\n"));
    }

    /// <summary>The value of a series, by its name and labels as they are written; null where it is not.</summary>
    public async Task<double?> ReadAsync(string series) => ScrapedText.Value(await WriteAllAsync(ExpositionFormat.Text), series);

    /// <summary>Everything, what the runtime's own meters record included.</summary>
    public async Task<string> WriteAllAsync(ExpositionFormat format)
    {
        var output = new ArrayBufferWriter<byte>();
        await _store.CollectAsync();
        var exposition = Expose(format);
        while (exposition.WriteNext(output))
        {
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What there is to write, to be written piece by piece.</summary>
    public Exposition Expose(ExpositionFormat format) => _store.Expose(format);

    public void Dispose()
    {
        _services.Dispose();
        Log.Dispose();
    }

    private static bool IsOf(string prefix, string line) =>
        ((string[])["", "# HELP ", "# TYPE ", "# UNIT "]).Any(start => line.StartsWith(start + prefix, StringComparison.Ordinal));
}
