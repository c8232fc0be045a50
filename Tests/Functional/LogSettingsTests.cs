using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults;
using Tests.Support;

namespace Tests.Functional;

/// <summary>What a service's configuration says about its log.</summary>
public sealed class LogSettingsTests
{
    [Fact]
    public async Task Levels_ByCategory_DecideWhatIsWritten()
    {
        await using var service = await SmallService.StartAsync(
            Log, ("Logging:LogLevel:Default", "Information"), ("Logging:LogLevel:Loud", "Debug"), ("Logging:LogLevel:Quiet", "Error"), ("Logging:LogLevel:Off", "None"));

        Assert.Equal(["Loud DEBUG", "Loud INFO", "Loud ERROR", "Quiet ERROR", "Other INFO", "Other ERROR"], Written(service));
    }

    [Fact]
    public async Task Levels_OfThisProvider_WinOverThoseOfAll()
    {
        await using var service = await SmallService.StartAsync(
            Log, ("Logging:LogLevel:Default", "Debug"), ("Logging:Json:LogLevel:Default", "Error"), ("Logging:Json:LogLevel:Loud", "Debug"));

        Assert.Equal(["Loud DEBUG", "Loud INFO", "Loud ERROR", "Quiet ERROR", "Off ERROR", "Other ERROR"], Written(service));
    }

    [Fact]
    public async Task Record_InARequest_HasItsIdsOnceAndNoScopeOfTheConnection()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/", (ILoggerFactory loggers) => loggers.CreateLogger("Loud").LogInformation("asked")));

        (await service.Client.GetAsync("/")).Dispose();

        var record = Assert.Single(service.Log.Records, record => record.GetProperty("message").GetString() == "asked");
        Assert.Equal(
            ["timestamp", "level", "service", "logger", "message", "trace_id", "span_id"],
            record.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Dropped_BeforeAnythingIs_IsAMetricOfZero()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        Assert.Contains("\ntelemetry_log_lines_dropped_total 0\n", await service.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Format_Unknown_StopsTheStart()
    {
        var builder = WebApplication.CreateBuilder(["--Logs:Format=xml"]);

        Assert.Contains("Logs:Format", Assert.Throws<InvalidOperationException>(() => builder.AddServiceDefaults()).Message, StringComparison.Ordinal);
    }

    private static void Log(WebApplication app)
    {
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        foreach (var category in (string[])["Loud", "Quiet", "Off", "Other"])
        {
            var log = loggers.CreateLogger(category);
            log.LogDebug("a");
            log.LogInformation("b");
            log.LogError("c");
        }
    }

    private static IEnumerable<string> Written(SmallService service) => service.Log.Records
        .Where(record => record.GetProperty("message").GetString() is "a" or "b" or "c")
        .Select(record => $"{record.GetProperty("logger").GetString()} {record.GetProperty("level").GetString()}");
}
