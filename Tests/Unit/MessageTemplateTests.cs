using Microsoft.Extensions.Logging;

namespace Tests.Unit;

/// <summary>We render the framework's templates ourselves: what comes out must be what the framework makes of them.</summary>
public sealed class MessageTemplateTests : IDisposable
{
    private readonly LogFixture _logs = new();

    public static TheoryData<string, object?[]> Templates => new()
    {
        { "{A}", [1] },
        { "{A} and {B}.", ["a", "b"] },
        { "{{literal}} {A} {{{B}}}", [1, 2] },
        { "}} {A} {{", [1] },
        { "{A:D5} {B:N2} {C,8}| {D,-8:yyyy}|", [42, 1234.5, "right", new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc)] },
        { "{A} {B} {C}", [null, new int?[] { 1, null, 3 }, new List<string> { "x", "y" }] },
        { "{A:X} {B,6}", [null, null] },
        { "{A} {A} {a}", [1, 2, 3] },
        { "{A} {B} {C} {D} {E}", [0.1f, double.NaN, double.NegativeInfinity, -0.0, 1e300] },
        { "{A} {B} {C} {D}", [0.001, -12.5, 1234567.891, 0.0005] },
        { "{A} {B} {C} {D}", [-1, 1000, long.MinValue, ulong.MaxValue] },
        { "{A} {B} {C} {D}", [true, 'c', DayOfWeek.Friday, Guid.Empty] },
        { "{A} {B} {C}", [1.50m, TimeSpan.FromMilliseconds(1), new Uri("http://host/a b")] },
        { "größer {Größe} 😀", ["é"] },
        { "{ spaced } {with.dots} {@At}", [1, 2, 3] },
        { "", [] },
        { "{no hole}", [] },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Message_OfATemplate_IsWhatTheFrameworkMakesOfIt(string template, object?[] values)
    {
        var theirs = new Rendered();
#pragma warning disable CA2254 // a template is what this test is about
        theirs.LogInformation(template, values);
        _logs.Log.LogInformation(template, values);
#pragma warning restore CA2254

        Assert.Equal(theirs.Message, Assert.Single(_logs.Output.Records).GetProperty("message").GetString());
    }

    public void Dispose() => _logs.Dispose();

    private sealed class Rendered : ILogger
    {
        public string? Message { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Message = formatter(state, exception);
    }
}
