using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;
using Tests.Support;

namespace Tests.Unit;

/// <summary>The lines on standard output, compared whole.</summary>
public sealed class JsonLineTests : IDisposable
{
    private readonly LogFixture _logs = new();

    [Fact]
    public async Task Request_InASpan_HasExactlyThePromisedFields()
    {
        using var span = new Activity("request").SetParentId(ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"));
        span.Start();

        _logs.Log.Log(
            LogLevel.Information, default, new RequestLogState("/api/users/{id}", "GET", 200, 4.5), null, (_, _) => RequestLogState.Message);

        await Golden.MatchesAsync("request.json", _logs.Output.Text.Replace(span.SpanId.ToHexString(), "SPAN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_OfEveryLevelAndType_KeepTheShape()
    {
        _logs.Log.LogTrace("Trace");
        _logs.Log.LogDebug("Debug");
        _logs.Log.LogInformation("{Text} {Int} {Long} {Double} {Decimal} {Flag} {Nothing} {Time}", "a", 1, 2L, 0.5, 1.50m, true, null, TimeSpan.FromSeconds(1));
        _logs.Log.LogWarning("{NaN} {Infinity}", double.NaN, double.PositiveInfinity);
        _logs.Log.LogError("Error");
        _logs.Log.LogCritical("Critical");

        await Golden.MatchesAsync("records.json", _logs.Output.Text);
    }

    [Fact]
    public async Task Values_ThatTryToForgeALineOrAField_StayValues()
    {
        _logs.Log.LogInformation("{Name}", "x\"}\n{\"level\":\"CRITICAL\u0000\u001b[31m größer");
        _logs.Log.LogInformation("{message} {level} {service} {trace_id} {twice} {twice}", "a", "b", "c", "d", "e", "f");

        await Golden.MatchesAsync("forged.json", _logs.Output.Text);
    }

    [Fact]
    public async Task Numbers_OfEveryType_AreJsonNumbers()
    {
        _logs.Log.LogInformation(
            "{Byte} {SByte} {Short} {UShort} {UInt} {ULong} {Float} {NaNFloat} {Char} {Enum} {Guid} {Date}",
            (byte)1, (sbyte)-1, (short)-2, (ushort)2, 3U, ulong.MaxValue, 0.1f, float.NaN, 'c', DayOfWeek.Friday, Guid.Empty, new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc));
        foreach (var number in (double[])[0, -0.0, 4.5, -4.5, 0.001, 12.34, 100, 999.999, 0.0001, 1e15, 1e300, 0.1 + 0.2])
            _logs.Log.LogInformation("{Double}", number);

        await Golden.MatchesAsync("numbers.json", _logs.Output.Text);
    }

    [Fact]
    public void Exception_InARecord_IsInTheSameLine()
    {
        _logs.Log.LogError(new InvalidOperationException("outer", new TimeoutException("inner")), "It failed");

        var record = Assert.Single(_logs.Output.Records);
        Assert.Equal("System.InvalidOperationException", record.GetProperty("exception.type").GetString());
        Assert.Equal("outer", record.GetProperty("exception.message").GetString());
        Assert.Contains("inner", record.GetProperty("exception.stacktrace").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_FromManyThreads_AreNeverMixed()
    {
        Parallel.For(0, 2000, i => _logs.Log.LogInformation("{Number} {Text}", i, new string('x', i % 500)));

        Assert.Equal(Enumerable.Range(0, 2000), _logs.Output.Records.Select(record => record.GetProperty("Number").GetInt32()).Order());
    }

    [Fact]
    public void Value_ThatLogsFromItsToString_GetsALineOfItsOwn()
    {
        _logs.Log.LogInformation("outer {Value}", new Talkative(_logs.Log));

        Assert.Contains("inner", _logs.Output.Records.Select(record => record.GetProperty("message").GetString()));
        Assert.Contains("outer quiet", _logs.Output.Records.Select(record => record.GetProperty("message").GetString()));
    }

    public void Dispose() => _logs.Dispose();

    private sealed class Talkative(ILogger logger)
    {
        public override string ToString()
        {
            logger.LogInformation("inner");
            return "quiet";
        }
    }
}
