using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;
using Traffic;

namespace Tests.Unit;

/// <summary>How visits take place, whatever the API does.</summary>
public sealed class TrafficRunnerTests
{
    private static readonly string[] Lines = ["Traffic begins", "Nobody visits the API", "The API answers again"];

    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    [Fact]
    public async Task Visits_OfOneSeed_AreTheSameHoweverLongTheApiTakes()
    {
        var ofAFastApi = await FirstVisitsAsync(answersAtOnce: true);
        var ofASlowApi = await FirstVisitsAsync(answersAtOnce: false);

        Assert.Equal(ofAFastApi, ofASlowApi);
        Assert.True(ofAFastApi.Distinct().Count() > ofAFastApi.Length / 2, "They are all alike.");
    }

    [Fact]
    public async Task Visits_MoreThanMayBeUnderWay_AreLeftOutUntilOthersEnd()
    {
        var begun = 0;
        var answer = new TaskCompletionSource();
        var scenario = new ScriptedScenario("Wait", (_, cancellationToken) =>
        {
            Interlocked.Increment(ref begun);
            return answer.Task.WaitAsync(cancellationToken);
        });
        await using var traffic = await TrafficHost.StartAsync(Nowhere, scenario);

        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(scenario, "left_out") > 10));
        Assert.Equal(TrafficRunner.MostAtOnce, begun);

        answer.SetResult();
        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(scenario, "completed") > TrafficRunner.MostAtOnce));
    }

    [Fact]
    public async Task Api_Down_IsTriedNowAndThenAndVisitedAgainWhenItIsBack()
    {
        var (isDown, asked) = (true, 0);
        await using var api = await SmallService.StartAsync(app => app.MapGet("/", (HttpContext context) =>
        {
            Interlocked.Increment(ref asked);
            if (Volatile.Read(ref isDown))
                context.Abort();
            return new { };
        }));
        var scenario = new ScriptedScenario("Ask", (visitor, cancellationToken) => visitor.GetAsync("/", HttpStatusCode.OK, cancellationToken));
        await using var traffic = await TrafficHost.StartAsync(api.Addresses[0], scenario);

        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(scenario, "left_out") > 100));
        Assert.Equal(0, await traffic.CountAsync(scenario, "completed"));
        Assert.InRange(await traffic.CountAsync(scenario, "unanswered"), 2, 50);
        Assert.InRange(asked, 2, 50);

        Volatile.Write(ref isDown, false);
        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(scenario, "completed") > 50));

        Assert.Equal(["Traffic begins", "Nobody visits the API", "The API answers again"], Told(traffic));
    }

    [Fact]
    public async Task Visit_WithAnAnswerThatItDoesNotExpect_EndsAsAFailedSpanAndTheOthersGoOn()
    {
        await using var api = await SmallService.StartAsync(app => app.MapGet("/", () => Results.StatusCode(503)));
        var scenario = new ScriptedScenario("AskTheUnavailable", (visitor, cancellationToken) => visitor.GetAsync("/", HttpStatusCode.OK, cancellationToken));
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(scenario.Name, spans);
        await using var traffic = await TrafficHost.StartAsync(api.Addresses[0], scenario);

        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(scenario, "unexpected") > 50));

        Assert.Equal(0, await traffic.CountAsync(scenario, "left_out"));
        Assert.All(spans, span => Assert.Equal((null, ActivityStatusCode.Error, "GET / gave 503 instead of 200."), (span.ParentId, span.Status, span.StatusDescription)));
        Assert.True(spans.Select(span => span.TraceId).Distinct().Count() > 50, "A visit is a trace of its own.");
        Assert.Equal(["Traffic begins"], Told(traffic));
    }

    [Fact]
    public async Task Scenario_ThatThrows_EndsOnlyItself()
    {
        var broken = new ScriptedScenario("Broken", (_, _) => throw new InvalidOperationException("a mistake in the scenario"));
        var sound = new ScriptedScenario("Sound", (_, _) => Task.CompletedTask);
        await using var traffic = await TrafficHost.StartAsync(Nowhere, broken, sound);

        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(broken, "unexpected") > 10));

        await traffic.PassesInTimeAsync(async () => Assert.True(await traffic.CountAsync(sound, "completed") > 10));
    }

    [Fact]
    public async Task Traffic_Stopped_WaitsForTheEndOfVisitsThatItCutsShort()
    {
        var (begun, ended) = (0, 0);
        var scenario = new ScriptedScenario("Stay", async (_, cancellationToken) =>
        {
            Interlocked.Increment(ref begun);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
                Interlocked.Increment(ref ended);
            }
        });
        await using var traffic = await TrafficHost.StartAsync(Nowhere, scenario);
        await traffic.PassesInTimeAsync(() =>
        {
            Assert.True(Volatile.Read(ref begun) > 5);
            return Task.CompletedTask;
        });

        await traffic.StopAsync();

        Assert.Equal(begun, ended);
    }

    /// <summary>Scenario, name and a thought of the first visits; those of a slow API get no answer before all have begun.</summary>
    private static async Task<string?[]> FirstVisitsAsync(bool answersAtOnce)
    {
        var visits = new string?[50];
        var begun = 0;
        var answer = new TaskCompletionSource();
        if (answersAtOnce)
            answer.SetResult();
        await using var traffic = await TrafficHost.StartAsync(Nowhere, NewScenario("Read"), NewScenario("Write"));

        await traffic.PassesInTimeAsync(() =>
        {
            Assert.True(Volatile.Read(ref begun) >= visits.Length);
            return Task.CompletedTask;
        });
        answer.TrySetResult();
        await traffic.PassesInTimeAsync(() =>
        {
            Assert.All(visits, Assert.NotNull);
            return Task.CompletedTask;
        });
        return visits;

        ScriptedScenario NewScenario(string name) => new(name, async (visitor, cancellationToken) =>
        {
            var place = Interlocked.Increment(ref begun) - 1;
            await answer.Task.WaitAsync(cancellationToken);
            if (place < visits.Length)
                visits[place] = $"{name} {visitor.Name} {visitor.NextThought()}";
        });
    }

    /// <summary>Hears the spans of a scenario, among those of all tests that run.</summary>
    private static ActivityListener Listen(string name, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Traffic",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Name == name ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.OperationName == name)
                    spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>How the lines of the log begin.</summary>
    private static IEnumerable<string> Told(TrafficHost traffic) => traffic.Log.Records
        .Select(record => record.GetProperty("message").GetString()!)
        .Where(message => message.Contains("Traffic", StringComparison.Ordinal) || message.Contains("the API", StringComparison.OrdinalIgnoreCase))
        .Select(message => Array.Find(Lines, start => message.StartsWith(start, StringComparison.Ordinal)) ?? message);
}
