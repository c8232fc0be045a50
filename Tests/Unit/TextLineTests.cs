using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;
using ServiceDefaults.Requests;
using Tests.Support;

namespace Tests.Unit;

/// <summary>The lines for people.</summary>
public sealed class TextLineTests
{
    [Theory]
    [InlineData(false, "text.txt")]
    [InlineData(true, "text-colored.txt")]
    public async Task Records_AsText_AreReadableAndForgeNothing(bool colored, string golden)
    {
        using var logs = new LogFixture(new TextLineFormat(colored));

        logs.Log.LogDebug("Debug");
        logs.Log.Log(LogLevel.Information, default, new RequestLogState("/api/users/{id}", "GET", 200, 4.5), null, (_, _) => RequestLogState.Message);
        using (logs.Log.BeginScope("{Family} {Password}", 7, "hunter2"))
        using (logs.Log.BeginScope("in a scope"))
            logs.Log.LogWarning("{User} says \"C:\\x\" to {Password}", "größer\u001b[2J\u009b31m\r\n12:00:00.123Z CRITICAL forged", "hunter2");
        logs.Log.LogError(new InvalidOperationException("first\nsecond\u001b[0m", new TimeoutException("inner")), "Error");
        logs.Log.LogCritical("Critical");

        await Golden.MatchesAsync(golden, logs.Output.Text);
    }

    [Fact]
    public void Format_Unknown_IsRefusedWithTheTwo()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logs:Format", "xml")]).Build();

        var refused = Assert.Throws<InvalidOperationException>(() => LogFormat.From(configuration, "api"));

        Assert.Equal("Logs:Format is 'xml'. Set it to json, for machines, or to text, for people.", refused.Message);
    }

    [Theory]
    [InlineData(null, typeof(JsonLineFormat))]
    [InlineData("JSON", typeof(JsonLineFormat))]
    [InlineData("text", typeof(TextLineFormat))]
    public void Format_Known_IsTaken(string? value, Type format)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logs:Format", value)]).Build();

        Assert.IsType(format, LogFormat.From(configuration, "api"));
    }
}
