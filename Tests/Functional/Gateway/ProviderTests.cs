using Api.Gateway.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Functional.Gateway;

/// <summary>When a provider is not asked, by a clock that stands until it is put forward.</summary>
public sealed class ProviderTests : IAsyncLifetime, IDisposable
{
    private const int Concurrency = 2;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private SmallService _server = null!;
    private Provider _provider = null!;
    private Func<HttpContext, Task> _answer = Accept;
    private int _asked;

    [Theory]
    [InlineData("30", 30)]
    [InlineData("3600", 60)]
    [InlineData("Sat, 21 Nov 2026 12:00:45 GMT", 45)] // the clock stands at noon
    public async Task Provider_ThatWantsToBeLeftAlone_IsForAMinuteAtMost(string retryAfter, int seconds)
    {
        _answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };
        Assert.Equal(FailureReason.RateLimited, await AskAsync());
        _answer = Accept;

        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(FailureReason.Busy, await AskAsync());
        Assert.Equal(1, _asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await AskAsync());
    }

    [Theory]
    [InlineData(0, 4, false)]
    [InlineData(0, 5, true)]
    [InlineData(4, 3, false)]
    [InlineData(3, 3, true)]
    public async Task Circuit_OpensWhenHalfOfFiveOrMoreFail(int good, int bad, bool isDown)
    {
        await AskManyAsync(Accept, good);
        await AskManyAsync(Refuse, bad);

        Assert.Equal(isDown, _provider.Health.Read().State is ProviderState.Down);
        Assert.Equal(isDown ? FailureReason.CircuitOpen : FailureReason.ServerError, await AskAsync());
    }

    [Fact]
    public async Task Provider_ThatHasEnoughAgainAndAgain_IsNotDown()
    {
        _answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        };

        for (var i = 0; i < 10; i++)
            Assert.Equal(FailureReason.RateLimited, await AskAsync());
        Assert.NotEqual(ProviderState.Down, _provider.Health.Read().State);
    }

    [Fact]
    public async Task Failures_OfMoreThanHalfAMinuteAgo_OpenNothing()
    {
        await AskManyAsync(Refuse, 4);
        _time.Advance(TimeSpan.FromSeconds(31));

        await AskManyAsync(Refuse, 4);

        Assert.NotEqual(ProviderState.Down, _provider.Health.Read().State);
    }

    [Fact]
    public async Task Circuit_ThatIsOpen_LetsOneCallThroughAfterFiveSecondsThenTenToAMinute()
    {
        await AskManyAsync(Refuse, 5);

        foreach (var seconds in (int[])[5, 10, 20, 40, 60, 60])
        {
            _time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(FailureReason.CircuitOpen, await AskAsync());
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(FailureReason.ServerError, await AskAsync());
            Assert.Equal(FailureReason.CircuitOpen, await AskAsync());
        }

        Assert.Equal(5 + 6, _asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        await AskManyAsync(Accept, 2);
        Assert.Equal(ProviderState.Healthy, _provider.Health.Read().State);
    }

    [Fact]
    public async Task Calls_BeyondThoseItMayHave_AreNotMade_UntilOthersHaveEnded()
    {
        var end = new TaskCompletionSource();
        _answer = context => end.Task.WaitAsync(context.RequestAborted);
        Task<FailureReason?>[] going = [.. Enumerable.Range(0, Concurrency).Select(_ => AskAsync())];

        Assert.Equal(FailureReason.Busy, await AskAsync().WaitAsync(Deadline));
        end.SetResult();

        Assert.All(await Task.WhenAll(going), Assert.Null);
        Assert.Equal(Concurrency, _asked);
        await AskManyAsync(Refuse, Concurrency); // those that fail make room as well
        await AskManyAsync(Accept, Concurrency);
    }

    public async Task InitializeAsync()
    {
        _server = await SmallService.StartAsync(app => app.MapPost("/v1/chat/completions", context =>
        {
            Interlocked.Increment(ref _asked);
            return _answer(context);
        }));
        _provider = new("theirs", new() { BaseAddress = new(_server.Addresses[0], "v1"), Concurrency = Concurrency }, _time, NullLogger.Instance);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _provider.Dispose();

    private static Task Accept(HttpContext context) => context.Response.WriteAsync("{}");

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private async Task AskManyAsync(Func<HttpContext, Task> answer, int times)
    {
        _answer = answer;
        for (var i = 0; i < times; i++)
            Assert.Equal(answer == Accept ? null : FailureReason.ServerError, await AskAsync());
    }

    /// <summary>Asks it.</summary>
    /// <returns>Why it did not answer; null when it did.</returns>
    private async Task<FailureReason?> AskAsync()
    {
        try
        {
            await using var answer = await _provider.AskAsync("chat/completions", "{}"u8.ToArray(), isStream: false, CancellationToken.None);
            return null;
        }
        catch (ProviderException exception)
        {
            return exception.Reason;
        }
    }
}
