using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Credits;

/// <summary>Gives back what was set aside by a process that is gone, in every replica: whoever comes first.</summary>
internal sealed class ExpiredReservations : RepeatedWork
{
    private const int AtOnce = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ILogger<ExpiredReservations> _logger;

    public ExpiredReservations(IServiceScopeFactory scopes, DatabaseReadiness readiness, TimeProvider time, ILogger<ExpiredReservations> logger)
        : base(scopes, readiness, time, Interval)
    {
        _time = time;
        _logger = logger;
    }

    protected override async Task WorkAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ledger = new CreditLedger(database, _time);
        foreach (var reservation in await FindAsync(database, now, cancellationToken))
        {
            if (await ledger.ExpireAsync(reservation, cancellationToken))
                _logger.Expired(reservation.Id);
        }
    }

    protected override void LogFailure(string reason) => _logger.ExpiredNotRead(reason);

    private static Task<List<Reservation>> FindAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) => database.Set<OpenReservation>()
        .Where(open => open.ExpiresAt < now)
        .OrderBy(open => open.ExpiresAt)
        .Take(AtOnce)
        .Select(open => new Reservation(open.Id, open.AccountId, open.KeyId, open.Amount, open.Tokens))
        .ToListAsync(cancellationToken);
}
