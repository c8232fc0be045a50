using System.Diagnostics;
using Api.Commands;
using Api.Data;

namespace Api.Background;

/// <summary>Puts off work. It is there once the current transaction is committed.</summary>
internal sealed class JobQueue(AppDbContext database, CurrentCommand command, JobsMetrics metrics, JobSignal signal, TimeProvider time)
{
    /// <summary>Adds a job to what the current transaction saves.</summary>
    /// <typeparam name="THandler">Who does it.</typeparam>
    /// <param name="subject">What it is about.</param>
    /// <param name="dueAt">Not before that.</param>
    public void Enqueue<THandler>(Guid subject, DateTimeOffset dueAt) where THandler : IJobHandler
    {
        database.Add(new Job
        {
            Id = time.NewId(),
            Type = THandler.Type,
            Subject = subject,
            CreatedAt = time.GetUtcNow(),
            DueAt = dueAt,
            TraceParent = Activity.Current?.Id,
        });

        command.OnCommitted(() =>
        {
            metrics.Queued(THandler.Type);
            if (dueAt <= time.GetUtcNow())
                signal.Set();
        });
    }
}
