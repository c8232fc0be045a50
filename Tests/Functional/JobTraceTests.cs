using System.Diagnostics;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>A job is a trace of its own, which leads to the request that caused it.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class JobTraceTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Job_HasATraceThatLinksToItsCause_AndLookingForJobsHasNone()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var replica = await StartAsync(tempo, (_, _) => Task.CompletedTask);
        using var request = new Activity("request").Start();

        await replica.EnqueueAsync();
        request.Stop();
        await Eventually.PassesAsync(async () => Assert.Equal(1, await JobQueueHost.EffectsAsync(replica.Database)), Deadline);
        await replica.StopAsync();

        var job = Assert.Single(tempo.Spans, span => span.Scope == "Api.Background");
        Assert.Equal(("job test", OtlpSpanKind.Consumer, "", false), (job.Name, job.Kind, job.ParentSpanId, job.IsError));
        Assert.Equal((request.TraceId.ToHexString(), request.SpanId.ToHexString()), Assert.Single(job.Links));
        Assert.NotEqual(request.TraceId.ToHexString(), job.TraceId);
        Assert.Equal(("test", 1L), (job.Attributes["job.type"], job.Attributes["job.attempt"]));

        // Its own statement is in its trace; that others look for jobs every now and then is in none.
        var statements = tempo.Spans.Where(span => span.Attributes.Values.OfType<string>().Any(text => text.Contains("FROM jobs", StringComparison.Ordinal)));
        Assert.Equal(job.TraceId, Assert.Single(statements).TraceId);
        var done = Assert.Single(replica.Log.Records, record => record.GetProperty("message").GetString()!.EndsWith("is done.", StringComparison.Ordinal));
        Assert.Equal(job.TraceId, done.GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Job_ThatFails_TellsItsError()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var replica = await StartAsync(tempo, (_, _) => throw new InvalidOperationException("It is broken."));

        await replica.EnqueueAsync();
        await Eventually.PassesAsync(async () => Assert.Contains("test/retried", await replica.CountsAsync(), StringComparison.Ordinal), Deadline);
        await replica.StopAsync();

        var job = tempo.Spans.First(span => span.Scope == "Api.Background");
        Assert.True(job.IsError);
        Assert.Equal("System.InvalidOperationException", job.Attributes["error.type"]);
        Assert.Equal("It is broken.", Assert.Single(job.Events).Attributes["exception.message"]);
    }

    private static async Task<JobQueueHost> StartAsync(OtlpSink tempo, Func<Api.Background.Job, CancellationToken, Task> run) =>
        await JobQueueHost.StartAsync(await JobQueueHost.CreateDatabaseAsync(), run, time: null, [.. OtlpSettings.Quick, OtlpSettings.Tempo(tempo.Url)]);
}
