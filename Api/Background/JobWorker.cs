using Api.Data;
using OpenTelemetry;

namespace Api.Background;

/// <summary>Does the jobs that are due, one after the other, in every replica. When the host stops, the one under way has 3 s to end, or is undone.</summary>
internal sealed class JobWorker(IServiceScopeFactory scopes, JobSignal signal, DatabaseReadiness readiness, IHostApplicationLifetime lifetime, ILogger<JobWorker> logger)
    : BackgroundService
{
    // A job is late by that much at most, unless this process has enqueued it.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3); // the host has 4

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host stops one service after the other; requests may take their time before this one's turn comes.
        var stopping = lifetime.ApplicationStopping;
        using var undo = new CancellationTokenSource();
        await using var registration = stopping.Register(() => undo.CancelAfter(StopPatience));

        using var untraced = SuppressInstrumentationScope.Begin(); // nobody asked whether there is a job, and it never ends
        await readiness.WaitAsync(stopping);
        var isAway = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await TryRunOneAsync(undo.Token))
                    await signal.WaitAsync(Interval, stopping);
                isAway = false;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                if (undo.IsCancellationRequested)
                    logger.Undone();
                return;
            }
            catch (Exception exception) // the database's: what a job throws ends with the job
            {
                if (!isAway)
                    logger.WaitForDatabase(exception);
                isAway = true;
                await Task.Delay(Interval, stopping);
            }
        }
    }

    private async Task<bool> TryRunOneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JobRunner>().TryRunOneAsync(cancellationToken);
    }
}
