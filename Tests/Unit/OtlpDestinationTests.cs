using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using ServiceDefaults;

namespace Tests.Unit;

public sealed class OtlpDestinationTests
{
    [Fact]
    public void Nothing_Set_LeadsNowhere()
    {
        Assert.Empty(OtlpDestination.ForTraces(Configuration()));
        Assert.Empty(OtlpDestination.ForLogs(Configuration()));
    }

    [Fact]
    public void Dashboard_BesideTempoAndLoki_EachGetsItsOwn()
    {
        var configuration = Configuration(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:18889"), ("ConnectionStrings:tempo", "http://localhost:4317"), ("ConnectionStrings:loki", "http://localhost:3100/"));

        Assert.Equal([new("dashboard"), new("tempo", new Uri("http://localhost:4317"))], OtlpDestination.ForTraces(configuration));
        Assert.Equal([new("dashboard"), new("loki", new Uri("http://localhost:3100/otlp/v1/logs"), OtlpExportProtocol.HttpProtobuf)], OtlpDestination.ForLogs(configuration));
    }

    [Fact]
    public void Tempo_AddressOfTheHttpReceiver_IsSpokenToByHttp() =>
        Assert.Equal(
            [new("tempo", new Uri("http://localhost:4318/v1/traces"), OtlpExportProtocol.HttpProtobuf)],
            OtlpDestination.ForTraces(Configuration(("ConnectionStrings:tempo", "http://localhost:4318/v1/traces"))));

    [Fact]
    public void Tempo_WithoutScheme_SaysWhatToDo()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => OtlpDestination.ForTraces(Configuration(("ConnectionStrings:tempo", "localhost:4317"))));

        Assert.Contains("URL with scheme", exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
