using System.Diagnostics;
using Api.Commands;
using Api.Data;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;

namespace Api.Background;

/// <summary>
/// Takes the job that is due longest and does it. What it does and its end are one transaction: a job that nobody could end is still there for another
/// replica. It failed if the database can still be told so; else the fault is the database's, and no attempt is counted.
/// </summary>
internal sealed class JobRunner(
    AppDbContext database, CurrentCommand command, CommandRunner commands, IServiceProvider services, IEnumerable<JobType> types,
    JobsMetrics metrics, TimeProvider time, ILogger<JobRunner> logger)
{
    public const int MostAttempts = 5;

    // Doubled with each attempt, give or take a quarter: jobs that failed together are not tried together.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    // While one version follows another, a job that this one does not know is the other's. No roll-out takes longer.
    private static readonly TimeSpan RolloutTime = TimeSpan.FromHours(1);

    private const string Savepoint = "before_the_job";

    private static readonly ActivitySource Source = new(JobsMetrics.MeterName);

    /// <summary>Does one.</summary>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>False when none is due.</returns>
    public async Task<bool> TryRunOneAsync(CancellationToken cancellationToken)
    {
        if (await TakeAsync(cancellationToken) is null) // outside a transaction nothing is taken, and most often there is nothing to take
            return false;

        Activity? span = null;
        try
        {
            return await commands.RunAsync(
                async token =>
                {
                    EndSpan(span); // of the try before this one
                    if (await TakeAsync(token) is not { } job)
                        return false;

                    using var traced = SuppressInstrumentationScope.Begin(false); // looking for a job is not traced
                    span = StartSpan(job);
                    await TryAsync(job, token);
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            EndSpan(span);
        }
    }

    private async Task<Job?> TakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (known, forgotten) = (types.Select(type => type.Name).ToArray(), now - RolloutTime);
        var taken = await database.Set<Job>()
            .FromSql($"""
                SELECT * FROM jobs WHERE NOT "IsDead" AND "DueAt" <= {now} AND ("Type" = ANY ({known}) OR "DueAt" <= {forgotten})
                ORDER BY "DueAt" LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return taken.SingleOrDefault();
    }

    private async Task TryAsync(Job job, CancellationToken cancellationToken)
    {
        var (span, start) = (Activity.Current, time.GetTimestamp());
        await database.Database.CurrentTransaction!.CreateSavepointAsync(Savepoint, cancellationToken);
        try
        {
            await HandleAsync(job, cancellationToken);
            await RowOf(job).ExecuteDeleteAsync(cancellationToken);
            Follow(took =>
            {
                metrics.Completed(job.Type, took);
                logger.Done(job.Type, job.Id);
            });
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message).SetTag("error.type", exception.GetType().FullName).AddException(exception);
            if (cancellationToken.IsCancellationRequested)
                throw;

            await database.Database.CurrentTransaction.RollbackToSavepointAsync(Savepoint, cancellationToken);
            database.ChangeTracker.Clear();
            command.Clear();
            await PutOffAsync(job, exception, Follow, cancellationToken);
        }

        void Follow(Action<TimeSpan> follow)
        {
            var took = time.GetElapsedTime(start);
            command.OnCommitted(() =>
            {
                Activity.Current = span; // for the exemplar and the log
                follow(took);
            });
        }
    }

    private async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var type = types.FirstOrDefault(type => type.Name == job.Type) ?? throw new UnknownJobException(job.Type);
        await ((IJobHandler)services.GetRequiredService(type.Handler)).RunAsync(job, cancellationToken);
        await database.SaveChangesAsync(cancellationToken); // of what it enqueued
    }

    private async Task PutOffAsync(Job job, Exception exception, Action<Action<TimeSpan>> follow, CancellationToken cancellationToken)
    {
        var attempt = job.Attempts + 1;
        var isDead = attempt >= MostAttempts || exception is UnknownJobException;
        var delay = isDead ? TimeSpan.Zero : FirstDelay * Math.Pow(2, job.Attempts) * (0.75 + (Random.Shared.NextDouble() / 2));
        var error = JobError.Describe(exception);

        await RowOf(job).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Attempts, attempt)
                .SetProperty(row => row.IsDead, isDead)
                .SetProperty(row => row.DueAt, time.GetUtcNow() + delay)
                .SetProperty(row => row.LastError, error),
            cancellationToken);

        follow(took =>
        {
            if (isDead)
            {
                metrics.GivenUp(job.Type, took);
                logger.GivenUp(exception, job.Type, job.Id, attempt);
            }
            else
            {
                metrics.Retried(job.Type, took);
                logger.Failed(exception, job.Type, job.Id, attempt, delay);
            }
        });
    }

    private IQueryable<Job> RowOf(Job job) => database.Set<Job>().Where(row => row.Id == job.Id);

    // A trace of its own: the request has long been answered, and may have caused many jobs.
    private static Activity? StartSpan(Job job)
    {
        ActivityLink[] links = ActivityContext.TryParse(job.TraceParent, traceState: null, isRemote: true, out var cause) ? [new(cause)] : [];
        KeyValuePair<string, object?>[] tags = [new("job.type", job.Type), new("job.id", job.Id.ToString()), new("job.attempt", job.Attempts + 1)];
        return Source.StartActivity(ActivityKind.Consumer, parentContext: default, tags, links, name: $"job {job.Type}");
    }

    // One that ends where nothing is traced is not sent.
    private static void EndSpan(Activity? span)
    {
        using var traced = SuppressInstrumentationScope.Begin(false);
        span?.Dispose();
    }
}
