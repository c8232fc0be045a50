using System.Threading.Channels;
using Api.Data;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;

namespace Api.Commands;

/// <summary>
/// Finds out, once the database is back, whether changes were made whose commit nobody answered: what follows them follows then. Who asked for them was told
/// to try again, and gets the first answer if there was a key.
/// </summary>
internal sealed class UndecidedCommands(IServiceScopeFactory scopes, CommittedCommands committed, TimeProvider time, ILogger<UndecidedCommands> logger) : BackgroundService
{
    // Beyond that an outage has lasted so long that counts which are a little too low are the least trouble.
    private const int Capacity = 10_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Attempt> _attempts = Channel.CreateBounded<Attempt>(Capacity);

    public void Add(Attempt attempt)
    {
        if (_attempts.Writer.TryWrite(attempt))
            logger.Undecided();
        else
            logger.TooManyUndecided(Capacity);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin(); // it would be a trace for each attempt
        await foreach (var attempt in _attempts.Reader.ReadAllAsync(stoppingToken))
            await DecideAsync(attempt, stoppingToken);
    }

    private async Task DecideAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var wasMade = await WasMadeAsync(attempt, cancellationToken);
                if (wasMade)
                    committed.Follow(attempt);
                logger.Decided(wasMade);
                return;
            }
            catch (Exception exception) when (DatabaseFailure.Find(exception) is not null && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    private async Task<bool> WasMadeAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var store = scope.ServiceProvider.GetRequiredService<CommandStore>();
        return await database.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                var isFree = await store.ClaimAsync(attempt.Key, attempt.RunId, token); // undone at once: nobody committed it, nor can any more
                return !isFree && (await store.FindAsync(attempt.Key, token)).RunId == attempt.RunId;
            },
            cancellationToken);
    }
}
