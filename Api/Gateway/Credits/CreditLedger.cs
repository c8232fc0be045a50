using Api.Data;
using Api.Gateway.Keys;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Credits;

/// <summary>
/// The only one who moves credits: each time an entry in the ledger and the account's column, in one transaction. Rows are locked in one order: reservation,
/// key, account.
/// </summary>
internal sealed class CreditLedger(AppDbContext database, TimeProvider time)
{
    /// <summary>Gives credits, in the current transaction.</summary>
    /// <param name="accountId">Whom.</param>
    /// <param name="amount">Above 0, at most <see cref="CreditAmount.MaximumGrant"/>.</param>
    /// <param name="reason">What for.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>Null when there is no such account, or it cannot hold more.</returns>
    public async Task<CreditEntry?> GrantAsync(Guid accountId, decimal amount, string reason, CancellationToken cancellationToken)
    {
        var granted = await database.Set<Account>().Where(account => account.Id == accountId && account.Available <= CreditAmount.Maximum - amount).ExecuteUpdateAsync(
            set => set.SetProperty(account => account.Available, account => account.Available + amount).SetProperty(account => account.LastGrant, amount), cancellationToken);
        if (granted == 0)
            return null;

        var entry = new CreditEntry { Id = time.NewId(), AccountId = accountId, Kind = CreditEntryKind.Grant, Amount = amount, Reason = reason, CreatedAt = time.GetUtcNow() };
        database.Add(entry);
        await database.SaveChangesAsync(cancellationToken);
        return entry;
    }

    /// <summary>Sets credits aside, in one statement of the current transaction.</summary>
    /// <returns>False when the account has not got them.</returns>
    public async Task<bool> TryReserveAsync(Reservation reservation, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlAsync(
            $"""
            WITH paid AS (
                UPDATE accounts SET "Available" = "Available" - {reservation.Amount} WHERE "Id" = {reservation.AccountId} AND "Available" >= {reservation.Amount} RETURNING "Id"
            ), reserved AS (
                INSERT INTO credit_reservations ("Id", "AccountId", "KeyId", "Amount", "Tokens", "ExpiresAt")
                SELECT {reservation.Id}, "Id", {reservation.KeyId}, {reservation.Amount}, {reservation.Tokens}, {expiresAt} FROM paid
            )
            INSERT INTO credit_entries ("Id", "AccountId", "Kind", "Amount", "ReservationId", "CreatedAt")
            SELECT {time.NewId()}, "Id", {nameof(CreditEntryKind.Reservation)}, {-reservation.Amount}, {reservation.Id}, {time.GetUtcNow()} FROM paid
            """,
            cancellationToken) == 1;

    /// <summary>Gets back what was set aside, and charges what the call has used, but not more. Done again it does nothing.</summary>
    /// <returns>What was charged, also when it was done before; null when the call was released instead.</returns>
    public Task<decimal?> SettleAsync(Reservation reservation, Usage usage, CancellationToken cancellationToken) => InTransactionAsync(
        async token => await TryEndAsync(reservation, CreditEntryKind.Release, usage.InputTokens + (long)usage.OutputTokens, token)
            ? await ChargeAsync(reservation, usage, Math.Min(usage.Cost, reservation.Amount), token)
            : await ChargeLateAsync(reservation, usage, token),
        cancellationToken);

    /// <summary>Gets back what was set aside for a call that has used nothing. Done again it does nothing.</summary>
    public Task ReleaseAsync(Reservation reservation, CancellationToken cancellationToken) =>
        InTransactionAsync(token => TryEndAsync(reservation, CreditEntryKind.Release, usedTokens: 0, token), cancellationToken);

    /// <summary>Gets back what was set aside for a call that nobody settled in time. The tokens of its minute are long there again.</summary>
    /// <returns>False when somebody else has.</returns>
    public Task<bool> ExpireAsync(Reservation reservation, CancellationToken cancellationToken) =>
        InTransactionAsync(token => TryEndAsync(reservation, CreditEntryKind.Expiry, usedTokens: reservation.Tokens, token), cancellationToken);

    // Of many who end a reservation one deletes the row, and the others find none.
    private async Task<bool> TryEndAsync(Reservation reservation, CreditEntryKind kind, long usedTokens, CancellationToken cancellationToken)
    {
        if (await database.Set<OpenReservation>().Where(open => open.Id == reservation.Id).ExecuteDeleteAsync(cancellationToken) == 0)
            return false;

        if (reservation.Tokens != usedTokens)
        {
            await database.Set<ApiKey>().Where(key => key.Id == reservation.KeyId).ExecuteUpdateAsync(
                set => set.SetProperty(key => key.TokensLeft, key => key.TokensLeft + reservation.Tokens - usedTokens), cancellationToken);
        }

        await MoveAsync(reservation, kind, reservation.Amount, usage: null, cancellationToken);
        return true;
    }

    private async Task<decimal?> ChargeAsync(Reservation reservation, Usage usage, decimal amount, CancellationToken cancellationToken)
    {
        await MoveAsync(reservation, CreditEntryKind.Charge, -amount, usage, cancellationToken);
        return amount;
    }

    // Somebody has ended it: this before, or the sweeper, as the database was away for too long. Then what was used is charged all the same, as far as there are credits.
    private async Task<decimal?> ChargeLateAsync(Reservation reservation, Usage usage, CancellationToken cancellationToken)
    {
        var account = await database.Set<Account>().FromSql($"""SELECT * FROM accounts WHERE "Id" = {reservation.AccountId} FOR NO KEY UPDATE""")
            .AsNoTracking().ToListAsync(cancellationToken);
        var entries = await database.Set<CreditEntry>().AsNoTracking().Where(entry => entry.ReservationId == reservation.Id).ToListAsync(cancellationToken);
        if (entries.SingleOrDefault(entry => entry.Kind == CreditEntryKind.Charge) is { } charge)
            return -charge.Amount;
        if (entries.All(entry => entry.Kind != CreditEntryKind.Expiry))
            return null;

        return await ChargeAsync(reservation, usage, Math.Min(Math.Min(usage.Cost, reservation.Amount), account.Single().Available), cancellationToken);
    }

    private async Task MoveAsync(Reservation reservation, CreditEntryKind kind, decimal amount, Usage? usage, CancellationToken cancellationToken)
    {
        await database.Set<Account>().Where(account => account.Id == reservation.AccountId).ExecuteUpdateAsync(
            set => set.SetProperty(account => account.Available, account => account.Available + amount), cancellationToken);
        database.Add(new CreditEntry
        {
            Id = time.NewId(),
            AccountId = reservation.AccountId,
            Kind = kind,
            Amount = amount,
            ReservationId = reservation.Id,
            Model = usage?.Model,
            Provider = usage?.Provider,
            InputTokens = usage?.InputTokens,
            OutputTokens = usage?.OutputTokens,
            CreatedAt = time.GetUtcNow(),
        });
        await database.SaveChangesAsync(cancellationToken);
    }

    // What is done again does nothing: when a commit's answer was lost, it is done again.
    private Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        database.Database.AutoSavepointsEnabled = false; // see CommandRunner
        return database.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                database.ChangeTracker.Clear();
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                var result = await work(token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken);
    }
}
