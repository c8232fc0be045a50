using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Exporter;

/// <summary>A service whose requests are sampled, and a real Prometheus that scrapes it: started once for the tests of a class.</summary>
public sealed class ServiceWithPrometheus : IAsyncLifetime
{
    private OtlpSink _tempo = null!;
    private PrometheusServer _server = null!;

    internal SmallService Service { get; private set; } = null!;

    internal PrometheusClient Prometheus => _server.Client;

    public async Task InitializeAsync()
    {
        _tempo = await OtlpSink.StartAsync();
        Service = await OddService.StartAsync(OtlpSettings.Tempo(_tempo.Url));
        _server = await PrometheusServer.StartAsync(Service.Addresses[0]);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await Service.DisposeAsync();
        await _tempo.DisposeAsync();
    }
}
