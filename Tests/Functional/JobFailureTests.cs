using Api.Background;
using Npgsql;
using Tests.Support;

namespace Tests.Functional;

/// <summary>A job that fails is undone, tried again later and later, and in the end left to a person.</summary>
public sealed class JobFailureTests
{
    private const string Requeue = """UPDATE jobs SET "IsDead"=false, "Attempts"=0, "DueAt"=now() WHERE "IsDead" """; // of the runbook

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Job_ThatFails_IsTriedAgainLaterEachTime_UntilItIsGivenUp_AndRequeued()
    {
        var time = new ShiftedTime();
        var isMended = false;
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using var replica = await JobQueueHost.StartAsync(
            database, (_, _) => isMended ? Task.CompletedTask : throw new InvalidOperationException("It is broken."), time);
        await replica.EnqueueAsync();

        for (var attempt = 1; attempt < JobRunner.MostAttempts; attempt++)
        {
            var before = time.GetUtcNow();
            var row = await FailedAsync(database, attempt);
            Assert.False(row.IsDead);
            var delay = Math.Pow(2, attempt - 1);
            Assert.InRange(row.DueAt, before.AddSeconds(-30), time.GetUtcNow().AddSeconds(1.25 * delay));
            time.Advance(row.DueAt - time.GetUtcNow());
        }

        var dead = await FailedAsync(database, JobRunner.MostAttempts);
        Assert.True(dead.IsDead);
        Assert.Equal("System.InvalidOperationException: It is broken.", dead.LastError);
        Assert.Equal(0, await JobQueueHost.EffectsAsync(database));
        await CountsAsync(replica, "test/failed 1, test/queued 1, test/retried 4");
        Assert.Equal(5, ScrapedText.Value(await replica.ScrapeAsync(), """background_task_duration_seconds_count{task_type="test"}"""));
        isMended = true;
        await PostgresServer.ExecuteAsync(database, Requeue);

        await Eventually.PassesAsync(async () => Assert.Equal(1, await JobQueueHost.EffectsAsync(database)), Deadline);
        await CountsAsync(replica, "next/queued 1, test/completed 1, test/failed 1, test/queued 1, test/retried 4");
    }

    // What the database refuses ends the statement, not the connection.
    [Fact]
    public async Task Job_ThatTheDatabaseRefuses_HasFailed()
    {
        var database = await JobQueueHost.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "ALTER TABLE effects ADD CHECK (subject IS NULL)");
        await using var replica = await JobQueueHost.StartAsync(database);

        await replica.EnqueueAsync();

        var row = await FailedAsync(database, 1);
        Assert.StartsWith("Npgsql.PostgresException: 23514", row.LastError, StringComparison.Ordinal);
        await CountsAsync(replica, "test/queued 1, test/retried 1");
    }

    [Fact]
    public async Task Job_OfAnotherVersion_IsLeftToItForAnHour_AndGivenUpThen()
    {
        var time = new ShiftedTime();
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using var replica = await JobQueueHost.StartAsync(database, time: time);
        await PostgresServer.ExecuteAsync(
            database, """INSERT INTO jobs ("Id", "Type", "Subject", "CreatedAt", "DueAt", "Attempts", "IsDead") SELECT gen_random_uuid(), 'newer', gen_random_uuid(), now(), now() - interval '1 minute', 0, false""");

        await replica.EnqueueAsync(Guid.NewGuid(), time.GetUtcNow());
        await Eventually.PassesAsync(async () => Assert.Equal(1, await JobQueueHost.EffectsAsync(database)), Deadline); // due later, and done
        Assert.Equal(0, (await RowAsync(database, "newer")).Attempts);
        time.Advance(TimeSpan.FromHours(1));

        await Eventually.PassesAsync(async () => Assert.True((await RowAsync(database, "newer")).IsDead), Deadline);
        Assert.EndsWith("No version that runs has a handler for jobs of the type newer.", (await RowAsync(database, "newer")).LastError, StringComparison.Ordinal);
        await CountsAsync(replica, "_OTHER/failed 1, next/queued 1, test/completed 1, test/queued 1");
    }

    [Fact]
    public async Task Gauges_TellWhatWaits()
    {
        var database = await JobQueueHost.CreateDatabaseAsync();
        await using (await JobQueueHost.StartAsync(database))
        {
            await PostgresServer.ExecuteAsync(
                database,
                """
                INSERT INTO jobs ("Id", "Type", "Subject", "CreatedAt", "DueAt", "Attempts", "IsDead")
                SELECT gen_random_uuid(), 'newer', gen_random_uuid(), now(), now() + due, 0, dead
                FROM (VALUES (interval '1 day', false), (interval '1 day', false), (interval '-1 minute', false), (interval '-1 day', true)) AS job (due, dead)
                """);
        }

        await using var replica = await JobQueueHost.StartAsync(database);

        await Eventually.PassesAsync(
            async () =>
            {
                var text = await replica.ScrapeAsync();
                Assert.Equal((3, 1, 1), (ScrapedText.Value(text, "background_queue_size"), ScrapedText.Value(text, "background_overdue"), ScrapedText.Value(text, "background_dead_letters")));
            },
            Deadline);
    }

    [Fact]
    public async Task Counters_AreThereAtZeroFromTheStart()
    {
        await using var replica = await JobQueueHost.StartAsync(await JobQueueHost.CreateDatabaseAsync());

        var text = await replica.ScrapeAsync();

        Assert.Equal(
            [
                """background_tasks_total{status="completed",task_type="next"} 0""",
                """background_tasks_total{status="completed",task_type="test"} 0""",
                """background_tasks_total{status="failed",task_type="_OTHER"} 0""",
                """background_tasks_total{status="failed",task_type="next"} 0""",
                """background_tasks_total{status="failed",task_type="test"} 0""",
                """background_tasks_total{status="queued",task_type="next"} 0""",
                """background_tasks_total{status="queued",task_type="test"} 0""",
            ],
            ScrapedText.Series(text, "background_tasks_total{").Where(line => IsOfTests(line)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["""background_retries_total{task_type="next"} 0""", """background_retries_total{task_type="test"} 0"""],
            ScrapedText.Series(text, "background_retries_total{").Where(line => IsOfTests(line)).Order(StringComparer.Ordinal));

        // The Api has jobs of its own.
        static bool IsOfTests(string line) => ((string[])["\"next\"", "\"test\"", "\"_OTHER\""]).Any(type => line.Contains(type, StringComparison.Ordinal));
    }

    private static Task CountsAsync(JobQueueHost replica, string expected) =>
        Eventually.PassesAsync(async () => Assert.Equal(expected, await replica.CountsAsync()), Deadline);

    private static async Task<Row> FailedAsync(string database, int attempts)
    {
        await Eventually.PassesAsync(async () => Assert.Equal(attempts, (await RowAsync(database, "test")).Attempts), Deadline);
        return await RowAsync(database, "test");
    }

    private static async Task<Row> RowAsync(string database, string type)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""SELECT "Attempts", "IsDead", "DueAt", "LastError" FROM jobs WHERE "Type" = $1""", connection) { Parameters = { new() { Value = type } } };
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return new(reader.GetInt32(0), reader.GetBoolean(1), reader.GetFieldValue<DateTimeOffset>(2), await reader.IsDBNullAsync(3) ? null : reader.GetString(3));
    }

    private sealed record Row(int Attempts, bool IsDead, DateTimeOffset DueAt, string? LastError);
}
