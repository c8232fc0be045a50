using System.Text.Json;
using Viewer.Telemetry;

namespace Tests.Unit;

/// <summary>What the viewer makes of the Aspire dashboard's OTLP.</summary>
public sealed class ViewerOtlpTests
{
    [Theory]
    [InlineData("api", false, 0.2)]
    [InlineData("traffic", true, 3.0)]
    [InlineData(null, true, 3.0)]
    public void Trace_OfTwoServices_IsJudgedByTheSpansOfTheOneThatIsAskedFor(string? service, bool failed, double longest)
    {
        var data = JsonSerializer.Deserialize<JsonElement>("""
            {"resourceSpans":[
              {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"api"}}]},"scopeSpans":[{"spans":[
                {"traceId":"t1","name":"GET","startTimeUnixNano":"1000000000","endTimeUnixNano":"1200000000","status":{}}]}]},
              {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"traffic"}}]},"scopeSpans":[{"spans":[
                {"traceId":"t1","name":"LookUp","startTimeUnixNano":"500000000","endTimeUnixNano":"3500000000","status":{"code":2}}]}]}]}
            """);

        var trace = Assert.Single(OtlpJson.ReadTraces(data, service));

        Assert.Equal(new TraceEntry(DateTimeOffset.UnixEpoch.AddSeconds(0.5), "t1", "LookUp", "traffic", 3, 2, failed, longest), trace);
    }

    [Fact]
    public void Log_OfALineWithAllAndOneWithNothing_HasWhatWasSent()
    {
        var data = JsonSerializer.Deserialize<JsonElement>("""
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"api"}}]},"scopeLogs":[{"logRecords":[
              {"timeUnixNano":"1500000000","severityNumber":13,"severityText":"Warning","body":{"stringValue":"slow"},"traceId":"t1",
               "attributes":[{"key":"status","value":{"intValue":"404"}},{"key":"aspire.log_id","value":{"stringValue":"1"}}]},
              {}]}]}]}
            """);

        var lines = OtlpJson.ReadLogs(data).ToList();

        Assert.Equal((DateTimeOffset.UnixEpoch.AddSeconds(1.5), "api", 13, "Warning", "slow", "t1"), (lines[0].Time, lines[0].Service, lines[0].Severity, lines[0].Level, lines[0].Message, lines[0].TraceId));
        Assert.Equal([KeyValuePair.Create("status", "404")], lines[0].Attributes);
        Assert.Equal((DateTimeOffset.UnixEpoch, 0, "", "", null), (lines[1].Time, lines[1].Severity, lines[1].Level, lines[1].Message, lines[1].TraceId));
    }
}
