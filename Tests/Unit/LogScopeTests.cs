using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.Unit;

public sealed class LogScopeTests : IDisposable
{
    private readonly LogFixture _logs = new();

    [Fact]
    public async Task Scopes_WithNames_AreFieldsAndTheNearestWins()
    {
        using (_logs.Log.BeginScope("Outer {Family} {Depth}", 7, 1))
        using (_logs.Log.BeginScope(new Dictionary<string, object?> { ["Depth"] = 2, ["message"] = "mine" }))
        using (_logs.Log.BeginScope("no names"))
        using (_logs.Log.BeginScope(42))
        {
            _logs.Log.LogInformation("Chore {Chore}", 1);
            _logs.Log.LogInformation("{Depth} is its own", 3);
        }

        _logs.Log.LogInformation("Outside");

        await Golden.MatchesAsync("scopes.json", _logs.Output.Text);
    }

    public void Dispose() => _logs.Dispose();
}
