using Tests.Support;

namespace Tests.Functional;

/// <summary>Each job is done once, by whichever replica, whatever happens to those that try.</summary>
public sealed class JobTests
{
    private const string Waiting = """SELECT count(*) FROM jobs WHERE "Type" = 'test'""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // The first job of each replica waits for those of the others: they are done side by side.
    [Fact]
    public async Task Jobs_TakenByThreeReplicas_AreEachDoneOnce()
    {
        const int Jobs = 60;
        const int Replicas = 3;
        var (all, missing) = (new TaskCompletionSource(), Replicas);
        var database = await JobQueueHost.CreateDatabaseAsync();
        var replicas = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => Task.Run(() =>
        {
            var isFirst = 1;
            return JobQueueHost.StartAsync(database, async (_, cancellationToken) =>
            {
                if (Interlocked.Exchange(ref isFirst, 0) == 1 && Interlocked.Decrement(ref missing) == 0)
                    all.SetResult();
                await all.Task.WaitAsync(cancellationToken);
            });
        })));

        for (var i = 0; i < Jobs; i++)
            await replicas[0].EnqueueAsync();

        await AreDoneAsync(database);
        Assert.Equal((long)Jobs, await JobQueueHost.EffectsAsync(database));
        Assert.Equal((long)Jobs, await PostgresServer.ExecuteAsync(database, "SELECT count(DISTINCT subject) FROM effects"));
        Assert.Equal((Jobs, Jobs, 0), (await SumAsync("queued"), await SumAsync("completed"), await SumAsync("failed")));
        foreach (var replica in replicas)
            await replica.DisposeAsync();

        async Task<double> SumAsync(string status)
        {
            var texts = await Task.WhenAll(replicas.Select(replica => replica.ScrapeAsync()));
            return texts.Sum(text => ScrapedText.Value(text, $$"""background_tasks_total{status="{{status}}",task_type="test"}"""))!.Value;
        }
    }

    // Waiting for the next look at the queue would take a second a job.
    [Fact]
    public async Task Jobs_EnqueuedOneAfterTheOther_AreDoneAtOnce()
    {
        const int Jobs = 40;
        await using var replica = await JobQueueHost.StartAsync(await JobQueueHost.CreateDatabaseAsync());

        await Task.Run(async () =>
        {
            for (var i = 0; i < Jobs; i++)
            {
                await replica.EnqueueAsync();
                while ((long)(await PostgresServer.ExecuteAsync(replica.Database, Waiting))! > 0)
                    await Task.Yield();
            }
        }).WaitAsync(Deadline);
    }

    [Fact]
    public async Task Job_WhoseReplicaLosesItsConnection_IsDoneOnceByAnother()
    {
        var (begun, lost) = (new TaskCompletionSource(), new TaskCompletionSource());
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using var loser = await JobQueueHost.StartAsync(database, async (_, _) =>
        {
            begun.TrySetResult();
            await lost.Task;
        });
        await loser.EnqueueAsync();
        await begun.Task.WaitAsync(Deadline);
        await using var other = await JobQueueHost.StartAsync(database);

        await PostgresServer.ExecuteAsync(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT INTO effects%'");
        await AreDoneAsync(database);
        lost.SetResult();
        await loser.EnqueueAsync();
        await AreDoneAsync(database);

        Assert.Equal(2, await JobQueueHost.EffectsAsync(database));
        await Eventually.PassesAsync(async () => Assert.Equal(2, await CompletedAsync(loser) + await CompletedAsync(other)), Deadline);
        Assert.InRange(await CompletedAsync(other), 1, 2);
        Assert.DoesNotContain("retried", await loser.CountsAsync() + await other.CountsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_UnderWayWhenTheServerCrashes_IsDoneOnceAndHasNotFailed()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var (begun, crashed) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var replica = await JobQueueHost.StartAsync(await JobQueueHost.CreateDatabaseAsync(postgres), async (_, _) =>
        {
            begun.TrySetResult();
            await crashed.Task;
        });
        await replica.EnqueueAsync();
        await begun.Task.WaitAsync(Deadline);

        await postgres.CrashAsync();
        crashed.SetResult();
        await Eventually.PassesAsync(
            () =>
            {
                Assert.Contains("Jobs wait", replica.Log.Text, StringComparison.Ordinal);
                return Task.CompletedTask;
            },
            Deadline);
        await postgres.StartAgainAsync();

        await AreDoneAsync(replica.Database);
        Assert.Equal(1, await JobQueueHost.EffectsAsync(replica.Database));
        await Eventually.PassesAsync(async () => Assert.Equal("next/queued 1, test/completed 1, test/queued 1", await replica.CountsAsync()), Deadline);
    }

    [Fact]
    public async Task Job_DueLater_OutlivesARestartAndIsDoneThen()
    {
        var time = new ShiftedTime();
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using (var first = await JobQueueHost.StartAsync(database, time: time))
        {
            await first.EnqueueAsync(Guid.NewGuid(), time.GetUtcNow().AddHours(1));
            await first.EnqueueAsync();
            await Eventually.PassesAsync(async () => Assert.Equal(1, await JobQueueHost.EffectsAsync(database)), Deadline);
        }

        await using var second = await JobQueueHost.StartAsync(database, time: time);
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(database, Waiting));
        time.Advance(TimeSpan.FromHours(1));

        await AreDoneAsync(database);
        Assert.Equal(2, await JobQueueHost.EffectsAsync(database));
    }

    [Fact]
    public async Task Stop_WithAJobUnderWay_LetsItEnd()
    {
        var (begun, stopping) = (new TaskCompletionSource(), new TaskCompletionSource());
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using var replica = await JobQueueHost.StartAsync(database, async (_, cancellationToken) =>
        {
            begun.TrySetResult();
            await stopping.Task.WaitAsync(cancellationToken);
        });
        await replica.EnqueueAsync();
        await begun.Task.WaitAsync(Deadline);
        await replica.EnqueueAsync();

        var stop = replica.StopAsync();
        stopping.SetResult();
        await stop.WaitAsync(Deadline);

        Assert.Equal(1, await JobQueueHost.EffectsAsync(database));
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(database, Waiting));
    }

    // 6 s is when an orchestrator kills what has not stopped.
    [Fact]
    public async Task Stop_WithAJobThatDoesNotEnd_UndoesItForAnother()
    {
        var begun = new TaskCompletionSource();
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using var replica = await JobQueueHost.StartAsync(database, async (_, cancellationToken) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        });
        await replica.EnqueueAsync();
        await begun.Task.WaitAsync(Deadline);

        await replica.StopAsync().WaitAsync(TimeSpan.FromSeconds(6));

        Assert.Equal((0L, 1L), (await JobQueueHost.EffectsAsync(database), await PostgresServer.ExecuteAsync(database, Waiting)));
        Assert.Contains("took too long to end", replica.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(replica.Log.Records, record => record.GetProperty("level").GetString() is "ERROR" or "CRITICAL");
        await using var another = await JobQueueHost.StartAsync(database);
        await AreDoneAsync(database);
        Assert.Equal(1, await JobQueueHost.EffectsAsync(database));
    }

    private static Task AreDoneAsync(string database) =>
        Eventually.PassesAsync(async () => Assert.Equal(0L, await PostgresServer.ExecuteAsync(database, Waiting)), Deadline);

    private static async Task<double> CompletedAsync(JobQueueHost replica) =>
        ScrapedText.Value(await replica.ScrapeAsync(), """background_tasks_total{status="completed",task_type="test"}""")!.Value;
}
