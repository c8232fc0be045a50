using OpenTelemetry;

namespace Api.Data;

/// <summary>Does something with the database again and again, from when it is there. While it is away, the next time has to do.</summary>
internal abstract class RepeatedWork(IServiceScopeFactory scopes, DatabaseReadiness readiness, TimeProvider time, TimeSpan interval) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin(); // nobody asked for it, and it never ends
        await readiness.WaitAsync(stoppingToken);
        for (; ; await Task.Delay(interval, time, stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await WorkAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>(), time.GetUtcNow(), stoppingToken);
            }
            catch (Exception exception) when (DatabaseFailure.Find(exception) is { } failure && !stoppingToken.IsCancellationRequested)
            {
                LogFailure(failure.Message);
            }
        }
    }

    protected abstract Task WorkAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken);

    protected abstract void LogFailure(string reason);
}
