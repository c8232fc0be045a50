using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>One service for tests that only ask it, and that do not mind what others asked.</summary>
public sealed class ScrapedService : IAsyncLifetime
{
    private SmallService? _service;
    private int _collections;

    /// <summary>How often its instruments were asked.</summary>
    public int Collections => Volatile.Read(ref _collections);

    public HttpClient Client => _service!.Client;

    public async Task InitializeAsync()
    {
        Counter<long>? kept = null;
        _service = await SmallService.StartAsync(app =>
        {
            kept = MeterOf(app).CreateCounter<long>("t.kept");
            MeterOf(app).CreateObservableUpDownCounter("t.collections", () => Interlocked.Increment(ref _collections));
        });
        kept!.Add(3, new KeyValuePair<string, object?>("label", "väl\"ue\n"));
    }

    public Task DisposeAsync() => _service!.DisposeAsync().AsTask();

    /// <summary>A meter of the service.</summary>
    internal static Meter MeterOf(WebApplication app) => app.Services.GetRequiredService<IMeterFactory>().Create("test");
}
