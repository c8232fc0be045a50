using System.Threading.Channels;
using Api.Commands;
using Api.Data;
using OpenTelemetry;

namespace Api.Gateway.Credits;

/// <summary>
/// Settles calls behind their answers: charges what they have used and gets back the rest of what was set aside. Whoever calls it waits for nothing and
/// learns of no failure: while the database is away the calls wait here, and there are no more of them than were admitted before. When the host stops they have
/// 2 s to be settled; those that are not are released when their reservations expire.
/// </summary>
internal sealed class SettlementService(IServiceScopeFactory scopes, CommittedCommands committed, TimeProvider time, ILogger<SettlementService> logger) : BackgroundService
{
    private const int Workers = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2); // the host has 4, for all of its services

    private readonly Channel<Settlement> _settlements = Channel.CreateUnbounded<Settlement>();
    private readonly CancellationTokenSource _giveUp = new();
    private int _waiting;

    /// <summary>How many calls are not settled yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Charges a call. Settled again, it changes nothing.</summary>
    /// <param name="reservation">What was set aside for it.</param>
    /// <param name="usage">What it has used.</param>
    /// <param name="charged">Called once with the credits that the account was charged, once it is.</param>
    public void Settle(Reservation reservation, Usage usage, Action<decimal>? charged = null) => Add(new(reservation, usage, charged));

    /// <summary>Gives back what was set aside for a call that has used nothing.</summary>
    public void Release(Reservation reservation) => Add(new(reservation, Usage: null, Charged: null));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _settlements.Writer.TryComplete();
        _giveUp.CancelAfter(StopPatience);
        await (ExecuteTask ?? Task.CompletedTask);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _giveUp.Dispose();
        base.Dispose();
    }

    // Until StopAsync says that there will be no more, and then until all are settled.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin(); // the call's trace ends with its answer
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync()));
    }

    private void Add(Settlement settlement)
    {
        Interlocked.Increment(ref _waiting);
        if (_settlements.Writer.TryWrite(settlement))
            return;

        Interlocked.Decrement(ref _waiting);
        logger.NotSettled(settlement.Reservation.Id);
    }

    private async Task WorkAsync()
    {
        await foreach (var settlement in _settlements.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await SettleAsync(settlement, _giveUp.Token);
            }
            catch (Exception exception)
            {
                if (_giveUp.IsCancellationRequested)
                    logger.NotSettled(settlement.Reservation.Id);
                else
                    logger.SettlementFailed(exception, settlement.Reservation.Id);
            }

            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task SettleAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await SettleOnceAsync(settlement, cancellationToken);
                return;
            }
            catch (Exception exception) when (DatabaseFailure.Find(exception) is { IsTransient: true } failure && !cancellationToken.IsCancellationRequested)
            {
                logger.SettlementWaits(failure.Message, delay);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private async Task SettleOnceAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<CreditLedger>();
        if (settlement.Usage is null)
            await ledger.ReleaseAsync(settlement.Reservation, cancellationToken);
        else if (await ledger.SettleAsync(settlement.Reservation, settlement.Usage, cancellationToken) is { } charged)
            committed.Follow(() => settlement.Charged?.Invoke(charged));
    }

    /// <summary>A call that has ended; no usage when it is to be released.</summary>
    private sealed record Settlement(Reservation Reservation, Usage? Usage, Action<decimal>? Charged);
}
