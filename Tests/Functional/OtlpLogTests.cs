using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>What log records hold that leave by OTLP, and what they must not.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class OtlpLogTests
{
    private const string Secret = "correct horse battery staple";

    [Fact]
    public async Task Record_HasItsMessageFieldsScopesAndException()
    {
        var record = await LogAsync(logger =>
        {
            using (logger.BeginScope("Order {OrderId}", 17))
            using (logger.BeginScope(new Dictionary<string, object> { ["Customer"] = "Ada" }))
                logger.LogWarning(new InvalidOperationException("no stock"), "Sold {Count,3} of {Price:0.00} each {{net}}", 2, 1.5);
        });

        Assert.Equal(("Sold   2 of 1.50 each {net}", "Warning", "Shop"), (record.Body, record.Severity, record.Category));
        Assert.Equal((2L, 1.5, 17L, "Ada"), (record.Attributes["Count"], record.Attributes["Price"], record.Attributes["OrderId"], record.Attributes["Customer"]));
        Assert.Equal(("InvalidOperationException", "no stock"), (record.Attributes["exception.type"], record.Attributes["exception.message"]));
        Assert.Matches("^[0-9a-f]{16}$", record.SpanId);
        Assert.DoesNotContain("SpanId", record.Attributes.Keys);
    }

    [Fact]
    public async Task Field_WithTheNameOfASecret_IsMaskedInAttributesAndMessage()
    {
        var record = await LogAsync(logger => logger.LogInformation("{User} signs in {Count,3} times {{by}} {Password}, not {Missing:0.00}", "ada", 2, Secret, 1.5));

        Assert.Equal("ada signs in   2 times {by} ***, not 1.50", record.Body);
        Assert.Equal(("***", "ada", 2L), (record.Attributes["Password"], record.Attributes["User"], record.Attributes["Count"]));
        Assert.DoesNotContain(Secret, record.Attributes.Values);
    }

    [Fact]
    public async Task Secret_InAMessageWithoutTemplate_IsMaskedThere()
    {
        KeyValuePair<string, object?>[] fields = [new("password", Secret), new("user", "ada")];

        var record = await LogAsync(logger => logger.Log(LogLevel.Information, default, fields, null, (state, _) => $"ada says {state[0].Value}"));

        Assert.Equal(("ada says ***", "***"), (record.Body, record.Attributes["password"]));
    }

    [Fact]
    public async Task Secret_InAScope_IsMasked()
    {
        var record = await LogAsync(logger =>
        {
            using (logger.BeginScope("Session {AccessToken} of {User}", Secret, "ada"))
            using (logger.BeginScope(new Dictionary<string, object> { ["password"] = Secret, ["Shop"] = 3 }))
                logger.LogInformation("Hello");
        });

        Assert.Equal(("***", "***", "ada", 3L), (record.Attributes["AccessToken"], record.Attributes["password"], record.Attributes["User"], record.Attributes["Shop"]));
        Assert.DoesNotContain(Secret, record.Attributes.Values);
    }

    private static async Task<OtlpLogRecord> LogAsync(Action<ILogger> log)
    {
        await using var loki = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", (ILoggerFactory loggers) => log(loggers.CreateLogger("Shop"))),
            [.. OtlpSettings.Quick, OtlpSettings.Loki(loki.Url)]);

        (await service.Client.GetAsync("/")).EnsureSuccessStatusCode().Dispose();
        await service.StopAsync();

        return Assert.Single(loki.LogRecords, record => record.Category == "Shop");
    }
}
