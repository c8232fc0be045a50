using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using ServiceDefaults.Otlp;

namespace Tests.Unit;

public sealed class OtlpDestinationTests
{
    [Fact]
    public void Nothing_Set_LeadsNowhere()
    {
        foreach (var signal in (OtlpSignal[])[OtlpSignal.Traces, OtlpSignal.Logs, OtlpSignal.Metrics])
            Assert.Empty(OtlpDestination.For(signal, Configuration()));
    }

    [Fact]
    public void Dashboard_BesideTempoAndLoki_EachGetsItsOwn()
    {
        var configuration = Configuration(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:18889"),
            ("ConnectionStrings:tempo", "http://localhost:4318"),
            ("ConnectionStrings:loki", "http://localhost:3100/otlp"));

        Assert.Equal([("dashboard", "http://localhost:18889/"), ("tempo", "http://localhost:4318/v1/traces")], Addresses(OtlpSignal.Traces, configuration));
        Assert.Equal([("dashboard", "http://localhost:18889/"), ("loki", "http://localhost:3100/otlp/v1/logs")], Addresses(OtlpSignal.Logs, configuration));
        Assert.Equal([("dashboard", "http://localhost:18889/")], Addresses(OtlpSignal.Metrics, configuration));
    }

    [Theory]
    [InlineData("http://collector:4318", "http://collector:4318/v1/traces")]
    [InlineData("http://collector:4318/base/", "http://collector:4318/base/v1/traces")]
    [InlineData("http://collector:4318/v1/traces", "http://collector:4318/v1/traces")]
    public void Endpoint_OfAllSignalsByHttp_GetsThePathOfEach(string endpoint, string expected)
    {
        var configuration = Configuration(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        Assert.Equal([("dashboard", expected)], Addresses(OtlpSignal.Traces, configuration));
    }

    [Fact]
    public void Variables_OfOneSignal_WinForThatOne()
    {
        var configuration = Configuration(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4317"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "key=all"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1000"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces/in"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "key=traces"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2000"),
            ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip"));

        Assert.Equal(
            [new("dashboard", OtlpSignal.Traces, new Uri("https://traces/in"), OtlpExportProtocol.HttpProtobuf, "key=traces", TimeSpan.FromSeconds(2), OtlpExportCompression.GZip)],
            OtlpDestination.For(OtlpSignal.Traces, configuration));
        Assert.Equal(
            [new("dashboard", OtlpSignal.Logs, new Uri("http://all:4317"), OtlpExportProtocol.Grpc, "key=all", TimeSpan.FromSeconds(1), OtlpExportCompression.None)],
            OtlpDestination.For(OtlpSignal.Logs, configuration));
    }

    [Fact]
    public void Store_IsSpokenToByHttpWithoutTheKeyOfTheDashboard()
    {
        var configuration = Configuration(("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=the key"), ("ConnectionStrings:loki", "http://loki:3100/otlp"));
        var options = new OtlpExporterOptions { Endpoint = new Uri("http://dashboard:18889"), Protocol = OtlpExportProtocol.Grpc, Headers = "x-otlp-api-key=the key" };

        Assert.Single(OtlpDestination.For(OtlpSignal.Logs, configuration)).Apply(options);

        Assert.Equal(("http://loki:3100/otlp/v1/logs", OtlpExportProtocol.HttpProtobuf, null), (options.Endpoint.AbsoluteUri, options.Protocol, options.Headers));
    }

    [Fact]
    public void Address_WithASlashAtItsEnd_IsTheSame() => Assert.Equal(
        OtlpDestination.For(OtlpSignal.Logs, Configuration(("ConnectionStrings:loki", "https://loki/otlp"))),
        OtlpDestination.For(OtlpSignal.Logs, Configuration(("ConnectionStrings:loki", "https://loki/otlp/"))));

    [Fact]
    public void Address_WithAPassword_IsShownWithout()
    {
        var destination = Assert.Single(OtlpDestination.For(OtlpSignal.Traces, Configuration(("ConnectionStrings:tempo", "http://user:pass@tempo:4318"))));

        Assert.Equal("http://tempo:4318/v1/traces", destination.Address);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true", 0, 0)]
    [InlineData("OTEL_TRACES_EXPORTER", "none", 0, 1)]
    [InlineData("OTEL_LOGS_EXPORTER", "None", 1, 0)]
    [InlineData("OTEL_TRACES_EXPORTER", "otlp", 1, 1)]
    public void Switches_OfOpenTelemetry_TurnSignalsOff(string name, string value, int traces, int logs)
    {
        var configuration = Configuration((name, value), ("ConnectionStrings:tempo", "http://tempo"), ("ConnectionStrings:loki", "http://loki"));

        Assert.Equal((traces, logs), (OtlpDestination.For(OtlpSignal.Traces, configuration).Count, OtlpDestination.For(OtlpSignal.Logs, configuration).Count));
    }

    [Theory]
    [InlineData("ConnectionStrings:loki", "localhost:3100", "URL with scheme")]
    [InlineData("ConnectionStrings:loki", "grpc://localhost:3100", "URL with scheme")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "URL with scheme")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/json", "Use grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s", "milliseconds")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "0", "milliseconds")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "br", "Use gzip or none")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret", "name=value")]
    public void Setting_ThatCannotBe_SaysWhatToDo(string name, string value, string advice)
    {
        var configuration = Configuration(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"), (name, value));

        var exception = Assert.Throws<InvalidOperationException>(() => OtlpDestination.For(OtlpSignal.Logs, configuration));

        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Address)> Addresses(OtlpSignal signal, IConfiguration configuration) =>
        OtlpDestination.For(signal, configuration).Select(destination => (destination.Name, destination.Endpoint.AbsoluteUri));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
            values[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
