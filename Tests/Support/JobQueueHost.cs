using Api.Background;
using Api.Commands;
using Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Support;

/// <summary>An Api that does jobs of the tests: <see cref="TestJob"/>, which notes each effect in the table <c>effects</c> and then does what it is told.</summary>
internal sealed class JobQueueHost : IAsyncDisposable
{
    private readonly ApiHost _api;

    private JobQueueHost(string database, ApiHost api) => (Database, _api) = (database, api);

    public string Database { get; }

    public LogCapture Log => _api.Log;

    /// <summary>A database with the table of effects.</summary>
    public static async Task<string> CreateDatabaseAsync(PostgresServer? server = null)
    {
        var database = await (server ?? await PostgresServer.Shared).CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE effects (subject uuid NOT NULL)");
        return database;
    }

    /// <param name="database">Of <see cref="CreateDatabaseAsync"/>.</param>
    /// <param name="run">What a job does after its effect.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="settings">Its configuration.</param>
    public static async Task<JobQueueHost> StartAsync(
        string database, Func<Job, CancellationToken, Task>? run = null, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var api = ApiHost.Start(database, settings, services =>
        {
            services.AddJob<TestJob>();
            services.AddJob<NextJob>();
            services.AddSingleton(new Instruction(run ?? ((_, _) => Task.CompletedTask)));
            services.AddSingleton(time ?? TimeProvider.System);
        });
        await api.BecomesHealthyAsync();
        return new(database, api);
    }

    /// <summary>Enqueues a job in a change that is committed.</summary>
    public async Task EnqueueAsync(Guid subject, DateTimeOffset dueAt)
    {
        await using var scope = _api.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<CommandRunner>().RunAsync(
            cancellationToken =>
            {
                services.GetRequiredService<JobQueue>().Enqueue<TestJob>(subject, dueAt);
                return services.GetRequiredService<AppDbContext>().SaveChangesAsync(cancellationToken);
            },
            CancellationToken.None);
    }

    /// <summary>Enqueues a job that is due.</summary>
    /// <returns>What it is about.</returns>
    public async Task<Guid> EnqueueAsync()
    {
        var subject = Guid.NewGuid();
        await EnqueueAsync(subject, DateTimeOffset.UnixEpoch);
        return subject;
    }

    /// <summary>The counts of tasks and retries that are not 0, as <c>test/completed 2</c>.</summary>
    public async Task<string> CountsAsync()
    {
        var text = await ScrapeAsync();
        return string.Join(", ", ScrapedText.Series(text, "background_tasks_total{").Concat(ScrapedText.Series(text, "background_retries_total{"))
            .Where(line => ScrapedText.ValueOf(line) > 0)
            .Select(line => line.Split('"') switch
            {
                [_, var status, _, var type, _] => $"{type}/{status} {ScrapedText.ValueOf(line)}",
                [_, var type, _] => $"{type}/retried {ScrapedText.ValueOf(line)}",
                _ => line,
            })
            .Order(StringComparer.Ordinal));
    }

    public async Task<string> ScrapeAsync()
    {
        using var client = _api.CreateClient();
        return await client.GetStringAsync("/metrics");
    }

    /// <summary>All effects that are committed.</summary>
    public static async Task<long> EffectsAsync(string database) => (long)(await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM effects"))!;

    /// <summary>Jobs that are neither done nor dead.</summary>
    public static async Task<long> WaitingAsync(string database) => (long)(await PostgresServer.ExecuteAsync(database, """SELECT count(*) FROM jobs WHERE NOT "IsDead" """))!;

    /// <summary>Stops it as an orchestrator would.</summary>
    public async Task StopAsync() => await _api.DisposeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    internal sealed record Instruction(Func<Job, CancellationToken, Task> Run);

    /// <summary>Also enqueues a <see cref="NextJob"/> for tomorrow.</summary>
    internal sealed class TestJob(AppDbContext database, JobQueue queue, TimeProvider time, Instruction instruction) : IJobHandler
    {
        public static string Type => "test";

        public async Task RunAsync(Job job, CancellationToken cancellationToken)
        {
            await database.Database.ExecuteSqlAsync($"INSERT INTO effects (subject) VALUES ({job.Subject})", cancellationToken);
            queue.Enqueue<NextJob>(job.Subject, time.GetUtcNow().AddDays(1));
            await instruction.Run(job, cancellationToken);
        }
    }

    internal sealed class NextJob : IJobHandler
    {
        public static string Type => "next";

        public Task RunAsync(Job job, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
