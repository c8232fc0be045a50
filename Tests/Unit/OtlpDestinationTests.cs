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
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:18889"),
            ("ConnectionStrings:tempo", "http://localhost:4318"),
            ("ConnectionStrings:loki", "http://localhost:3100/otlp"));

        Assert.Equal([new("dashboard"), new("tempo", new Uri("http://localhost:4318/v1/traces"))], OtlpDestination.ForTraces(configuration));
        Assert.Equal([new("dashboard"), new("loki", new Uri("http://localhost:3100/otlp/v1/logs"))], OtlpDestination.ForLogs(configuration));
    }

    [Fact]
    public void Address_WithASlashAtItsEnd_IsTheSame() =>
        Assert.Equal(OtlpDestination.ForLogs(Loki("https://loki/otlp")), OtlpDestination.ForLogs(Loki("https://loki/otlp/")));

    [Fact]
    public void Store_Applied_IsSpokenToByHttpWithoutTheKeyOfTheDashboard()
    {
        var options = new OtlpExporterOptions { Endpoint = new Uri("http://dashboard:18889"), Protocol = OtlpExportProtocol.Grpc, Headers = "x-otlp-api-key=the key" };

        Assert.Single(OtlpDestination.ForLogs(Loki("http://loki:3100/otlp"))).Apply(options);

        Assert.Equal(("http://loki:3100/otlp/v1/logs", OtlpExportProtocol.HttpProtobuf, null), (options.Endpoint.AbsoluteUri, options.Protocol, options.Headers));
    }

    [Theory]
    [InlineData("localhost:3100")]
    [InlineData("loki")]
    [InlineData("grpc://localhost:3100")]
    public void Address_ThatIsNoUrl_SaysWhatToDo(string address)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => OtlpDestination.ForLogs(Loki(address)));

        Assert.Contains("URL with scheme", exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Loki(string address) => Configuration(("ConnectionStrings:loki", address));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
