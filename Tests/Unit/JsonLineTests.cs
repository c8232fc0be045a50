using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;
using ServiceDefaults.Requests;
using Tests.Support;

namespace Tests.Unit;

/// <summary>The lines on standard output, compared whole.</summary>
public sealed class JsonLineTests : IDisposable
{
    private readonly LogCapture _output = new();
    private readonly ILogger _logger;

    public JsonLineTests()
    {
        using var provider = new JsonLoggerProvider(_output, "api", new Noon());
        _logger = provider.CreateLogger("Api.Chores");
    }

    [Fact]
    public async Task Request_InASpan_HasExactlyThePromisedFields()
    {
        using var span = new Activity("request").SetParentId(ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"));
        span.Start();

        _logger.Log(
            LogLevel.Information, default, new RequestLogState("/api/users/{id}", "GET", 200, 4.5), null, (_, _) => RequestLogState.Message);

        await Golden.MatchesAsync("request.json", _output.Text.Replace(span.SpanId.ToHexString(), "SPAN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_OfEveryLevelAndType_KeepTheShape()
    {
        _logger.LogTrace("Trace");
        _logger.LogDebug("Debug");
        _logger.LogInformation("{Text} {Int} {Long} {Double} {Decimal} {Flag} {Nothing} {Time}", "a", 1, 2L, 0.5, 1.50m, true, null, TimeSpan.FromSeconds(1));
        _logger.LogWarning("{NaN} {Infinity}", double.NaN, double.PositiveInfinity);
        _logger.LogError("Error");
        _logger.LogCritical("Critical");

        await Golden.MatchesAsync("records.json", _output.Text);
    }

    [Fact]
    public async Task Values_ThatTryToForgeALineOrAField_StayValues()
    {
        _logger.LogInformation("{Name}", "x\"}\n{\"level\":\"CRITICAL\u0000\u001b[31m größer");
        _logger.LogInformation("{message} {level} {service} {trace_id} {twice} {twice}", "a", "b", "c", "d", "e", "f");

        await Golden.MatchesAsync("forged.json", _output.Text);
    }

    [Fact]
    public void Exception_InARecord_IsInTheSameLine()
    {
        _logger.LogError(new InvalidOperationException("outer", new TimeoutException("inner")), "It failed");

        var record = Assert.Single(_output.Records);
        Assert.Equal("System.InvalidOperationException", record.GetProperty("exception.type").GetString());
        Assert.Equal("outer", record.GetProperty("exception.message").GetString());
        Assert.Contains("inner", record.GetProperty("exception.stacktrace").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_FromManyThreads_AreNeverMixed()
    {
        Parallel.For(0, 2000, i => _logger.LogInformation("{Number} {Text}", i, new string('x', i)));

        Assert.Equal(Enumerable.Range(0, 2000), _output.Records.Select(record => record.GetProperty("Number").GetInt32()).Order());
    }

    [Fact]
    public void Value_ThatLogsFromItsToString_GetsALineOfItsOwn()
    {
        _logger.LogInformation("outer {Value}", new Talkative(_logger));

        Assert.Contains("inner", _output.Records.Select(record => record.GetProperty("message").GetString()));
        Assert.Contains("outer quiet", _output.Records.Select(record => record.GetProperty("message").GetString()));
    }

    public void Dispose() => _output.Dispose();

    private sealed class Talkative(ILogger logger)
    {
        public override string ToString()
        {
            logger.LogInformation("inner");
            return "quiet";
        }
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);
    }
}
