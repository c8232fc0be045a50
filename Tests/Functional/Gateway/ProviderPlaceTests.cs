using System.Text;
using Api.Gateway.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>How many calls a provider has at once.</summary>
public sealed class ProviderPlaceTests
{
    [Fact]
    public async Task Place_OfACall_IsItsOwnUntilItsAnswerIsDisposed_AndSignsOfLifeHaveNone()
    {
        await using var providers = ProvidersHost.Start();
        using var provider = new Provider(
            ProvidersHost.Swift, new() { BaseAddress = providers.AddressOf(ProvidersHost.Swift), ApiKey = "any", Concurrency = 1 }, TimeProvider.System, NullLogger.Instance);

        var first = await AskAsync();
        await provider.ProbeAsync(CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<ProviderException>(AskAsync);
        await first.DisposeAsync();
        await provider.ProbeAsync(CancellationToken.None);
        await using var second = await AskAsync();

        Assert.Equal(FailureReason.Busy, refusal.Reason);
        Assert.True(second.IsSuccess);
        Assert.Equal(4, (await providers.StateOfAsync(ProvidersHost.Swift)).Counts.Answered); // both signs of life among them

        Task<ProviderAnswer> AskAsync() =>
            provider.AskAsync("chat/completions", Encoding.UTF8.GetBytes("""{"model":"small-chat","messages":[{"role":"user","content":"x"}]}"""), isStream: false, CancellationToken.None);
    }
}
