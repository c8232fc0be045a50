using System.Collections;
using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.Unit;

/// <summary>What is logged may be broken or huge: the record is written, and whoever logs does not notice.</summary>
public sealed class LogFaultTests : IDisposable
{
    private readonly LogFixture _logs = new();

    [Fact]
    public async Task Records_WithPartsThatThrow_SayWhatThrew()
    {
        _logs.Log.LogInformation("{Before} {Value} {After}", 1, new Throwing(), 2);
        _logs.Log.LogInformation("{Format:D2} {Values}", new Throwing(), new ThrowingList());
        _logs.Log.Log(LogLevel.Information, default, new ThrowingList(), null, (_, _) => throw new FormatException());
#pragma warning disable CA2017 // a hole too many is what this test is about
        _logs.Log.LogInformation("{One} {Two}", 1);
#pragma warning restore CA2017
        using (_logs.Log.BeginScope(new Throwing()))
        using (_logs.Log.BeginScope(new ThrowingList()))
            _logs.Log.LogInformation("In a scope");
        _logs.Log.LogError(new ThrowingException(), "It failed");

        await Golden.MatchesAsync("faults.json", _logs.Output.Text);
    }

    [Fact]
    public void Formatter_ThatReturnsNothing_IsAnEmptyMessage()
    {
        _logs.Log.Log(LogLevel.Information, default, "state", null, (_, _) => null!);

        Assert.Equal("", Assert.Single(_logs.Output.Records).GetProperty("message").GetString());
    }

    [Fact]
    public void Formatter_WrappedRoundTheFrameworksState_HasTheLastWord()
    {
        var wrapper = new Wrapper(_logs.Log);

        wrapper.LogInformation("{Number}", 1);

        Assert.Equal("wrapped 1", Assert.Single(_logs.Output.Records).GetProperty("message").GetString());
    }

    [Fact]
    public void Level_ThatIsNone_IsNotWritten()
    {
        _logs.Log.Log((LogLevel)42, "odd");
        _logs.Log.Log(LogLevel.None, "none");

        Assert.Empty(_logs.Output.Text);
    }

    [Fact]
    public void Texts_ThatAreHuge_AreCutAndMarked()
    {
        var huge = new string('é', 1_000_000);
        using (_logs.Log.BeginScope(Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"field{i}", (object?)huge)).ToList()))
            _logs.Log.LogError(new InvalidOperationException(huge), "{Huge} text", huge);

        var line = Assert.Single(_logs.Output.Records);
        Assert.InRange(_logs.Output.Text.Length, 64 * 1024, 512 * 1024);
        Assert.EndsWith("é… (cut)", line.GetProperty("Huge").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("é… (cut)", line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("é… (cut)", line.GetProperty("exception.message").GetString(), StringComparison.Ordinal);
        Assert.True(line.GetProperty("fields_omitted").GetBoolean());
    }

    [Fact]
    public void Text_OfAnyUnits_IsReadBackAsItWas()
    {
        // Every unit, the pairs at every place of a piece, and halves of pairs, which become U+FFFD.
        var all = string.Concat(Enumerable.Range(0, 0xD800).Concat(Enumerable.Range(0xE000, 0x2000)).Select(code => (char)code));
        var pairs = string.Concat(Enumerable.Repeat("a😀bc😀", 1000));
        const string Halves = "x\uD83Dy\uDE00z\uD83D";

        _logs.Log.LogInformation("{All} {Pairs} {Halves}", all[..10_000], pairs, Halves);
        for (var start = 10_000; start < all.Length; start += 10_000)
            _logs.Log.LogInformation("{All}", all[start..Math.Min(start + 10_000, all.Length)]);

        var lines = _logs.Output.Records;
        Assert.Equal(all, string.Concat(lines.Select(line => line.GetProperty("All").GetString())));
        Assert.Equal(pairs, lines[0].GetProperty("Pairs").GetString());
        Assert.Equal("x\uFFFDy\uFFFDz\uFFFD", lines[0].GetProperty("Halves").GetString());
        Assert.DoesNotContain(_logs.Output.Text, character => (char.IsControl(character) && character != '\n') || character is '\u2028' or '\u2029' or '\u202E' or '\u2066');
    }

    public void Dispose() => _logs.Dispose();

    private sealed class Throwing : IFormattable
    {
        public override string ToString() => throw new InvalidOperationException();

        public string ToString(string? format, IFormatProvider? formatProvider) => throw new InvalidOperationException();
    }

    private sealed class ThrowingList : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 2;

        public KeyValuePair<string, object?> this[int index] => index == 0 ? new("fine", 1) : throw new KeyNotFoundException();

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => throw new KeyNotFoundException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class ThrowingException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new TimeZoneNotFoundException();
    }

    private sealed class Wrapper(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception, (s, e) => "wrapped " + formatter(s, e));
    }
}
