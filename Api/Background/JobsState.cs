using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Background;

/// <summary>How many jobs wait, and for what.</summary>
internal sealed class JobsState(JobsMetrics metrics) : IStateReader
{
    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var jobs = await database.Set<Job>()
            .GroupBy(_ => 1)
            .Select(all => new { Dead = all.Count(job => job.IsDead), Waiting = all.Count(job => !job.IsDead), Overdue = all.Count(job => !job.IsDead && job.DueAt <= now) })
            .SingleOrDefaultAsync(cancellationToken);

        metrics.DeadLetters.Set(jobs?.Dead ?? 0);
        metrics.QueueSize.Set(jobs?.Waiting ?? 0);
        metrics.Overdue.Set(jobs?.Overdue ?? 0);
    }
}
