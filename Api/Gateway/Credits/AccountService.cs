using System.Linq.Expressions;
using Api.Data;
using Api.Gateway.Plans;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Credits;

/// <summary>The customers of the gateway and what they have.</summary>
internal sealed class AccountService(AppDbContext database, CreditLedger ledger, TimeProvider time)
{
    private static readonly Expression<Func<CreditEntry, CreditEntryResponse>> EntryResponse = entry => new(
        entry.Id, entry.Kind, entry.Amount, entry.CreatedAt, entry.ReservationId, entry.Reason, entry.Model, entry.Provider, entry.InputTokens, entry.OutputTokens);

    private static readonly Func<CreditEntry, CreditEntryResponse> ToResponse = EntryResponse.Compile();

    /// <summary>Makes an account, without credits.</summary>
    public async Task<AccountResponse> CreateAsync(CreateAccountRequest request, CancellationToken cancellationToken)
    {
        var account = new Account { Id = time.NewId(), Name = request.Name, CreatedAt = time.GetUtcNow() };
        database.Add(account);
        await database.SaveChangesAsync(cancellationToken);
        return new(account.Id, account.Name, account.CreatedAt, account.Available, Reserved: 0, Subscription: null);
    }

    public Task<AccountResponse?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Responses(database.Set<Account>().Where(account => account.Id == id)).SingleOrDefaultAsync(cancellationToken);

    public Task<Page<AccountResponse>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken) =>
        Responses(database.Set<Account>().Where(account => before == null || account.Id < before).OrderByDescending(account => account.Id))
            .ToPageAsync(limit, account => account.Id, cancellationToken);

    /// <summary>Gives an account credits, in the current transaction.</summary>
    public async Task<Result<CreditEntryResponse>> GrantAsync(Guid id, GrantRequest request, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(id, cancellationToken))
            return Refusal.NotFound;

        return await ledger.GrantAsync(id, request.Amount, request.Reason, cancellationToken) is { } entry
            ? ToResponse(entry)
            : Refusal.Conflict($"An account holds at most {CreditAmount.Maximum} credits.");
    }

    /// <summary>What an account got and lost, newest first.</summary>
    public async Task<Result<Page<CreditEntryResponse>>> ListEntriesAsync(Guid id, Guid? before, int limit, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(id, cancellationToken))
            return Refusal.NotFound;

        return await database.Set<CreditEntry>().Where(entry => entry.AccountId == id && (before == null || entry.Id < before))
            .OrderByDescending(entry => entry.Id)
            .Select(EntryResponse)
            .ToPageAsync(limit, entry => entry.Id, cancellationToken);
    }

    public Task<bool> ExistsAsync(Guid id, CancellationToken cancellationToken) => database.Set<Account>().AnyAsync(account => account.Id == id, cancellationToken);

    private IQueryable<AccountResponse> Responses(IQueryable<Account> accounts) => accounts.Select(account => new AccountResponse(
        account.Id,
        account.Name,
        account.CreatedAt,
        account.Available,
        database.Set<OpenReservation>().Where(open => open.AccountId == account.Id).Sum(open => open.Amount),
        database.Set<Subscription>().Where(subscription => subscription.AccountId == account.Id)
            .OrderByDescending(subscription => subscription.Id)
            .Select(Subscription.Response)
            .FirstOrDefault()));
}
