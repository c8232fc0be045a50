using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.Unit;

/// <summary>What has a secret's name is in no line, wherever it stands.</summary>
public sealed class LogSecretTests : IDisposable
{
    private readonly LogFixture _logs = new();

    [Fact]
    public async Task Fields_WithASecretsName_AreMaskedInTheMessageToo()
    {
        _logs.Log.LogInformation("{User} has {Password}, {ApiKey:D8} and {access_token,20}", "ann", "hunter2", 4711, "eyJ");
        _logs.Log.LogInformation("{has_password} {Token} {token_count}", true, null, 3);
        _logs.Log.Log(LogLevel.Information, default, new Dictionary<string, object?> { ["Password"] = "hunter2" }, null, (state, _) => $"It is {state["Password"]}.");
        using (_logs.Log.BeginScope("{Tenant} {Secret}", "t1", "hunter2"))
        using (_logs.Log.BeginScope(new Dictionary<string, object?> { ["Cookie"] = "hunter2" }))
            _logs.Log.LogInformation("In a scope");

        Assert.DoesNotContain("hunter2", _logs.Output.Text, StringComparison.Ordinal);
        await Golden.MatchesAsync("secrets.json", _logs.Output.Text);
    }

    public void Dispose() => _logs.Dispose();
}
