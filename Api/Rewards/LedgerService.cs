using Api.Activities;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Api.Rewards;

/// <summary>Writes the ledger, and adds it up.</summary>
internal sealed class LedgerService(
    AppDbContext database, AccountService accounts, ActivityService activities, CurrentCommand current, RewardsMetrics metrics, TimeProvider time)
{
    /// <summary>Pays the reward of an assignment, in the transaction that approves it.</summary>
    /// <param name="approvedBy">The parent.</param>
    /// <param name="childId">Who gets it.</param>
    /// <param name="amount">Above 0.</param>
    /// <param name="assignmentId">What for: it can be paid once.</param>
    /// <param name="title">What the chore is called.</param>
    public void Pay(Caller approvedBy, Guid childId, decimal amount, Guid assignmentId, string title)
    {
        Add(approvedBy, childId, EntryKind.Reward, amount, title, assignmentId);
        current.OnCommitted(metrics.Paid);
    }

    /// <summary>Gives a bonus, or takes a penalty.</summary>
    public async Task<Result<LedgerEntryResponse>> AdjustAsync(AdjustmentRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!await accounts.HoldChildrenAsync(caller.Family, [request.ChildId], cancellationToken))
            return Refusal.Invalid(nameof(request.ChildId), "This is no child of your family.");

        var isBonus = request.Type == AdjustmentType.Bonus;
        var entry = Add(caller, request.ChildId, isBonus ? EntryKind.Bonus : EntryKind.Penalty, isBonus ? request.Amount : -request.Amount, request.Reason, assignmentId: null);
        activities.Note(
            isBonus ? ActivityKind.BonusGiven : ActivityKind.PenaltyGiven, caller.Family, caller.UserId, request.ChildId, amount: request.Amount, reason: request.Reason);
        await database.SaveChangesAsync(cancellationToken);
        current.OnCommitted(() => metrics.Adjusted(request.Type, request.Amount));
        return new LedgerEntryResponse(entry.Id, entry.ChildId, entry.Kind, entry.Amount, entry.Reason, entry.AssignmentId, entry.CreatedBy, entry.CreatedAt);
    }

    /// <summary>The entries of the family, or of one child; a child sees its own.</summary>
    public Task<Page<LedgerEntryResponse>> ListAsync(Caller caller, Guid? childId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var entries = database.Set<LedgerEntry>().Where(entry => entry.FamilyId == caller.Family);
        if (!caller.IsParent)
            entries = entries.Where(entry => entry.ChildId == caller.UserId);
        if (childId is { } child)
            entries = entries.Where(entry => entry.ChildId == child);
        if (before is { } last)
            entries = entries.Where(entry => entry.Id < last);

        return entries.OrderByDescending(entry => entry.Id)
            .Select(entry => new LedgerEntryResponse(
                entry.Id, entry.ChildId, entry.Kind, entry.Amount, entry.Reason, entry.AssignmentId, entry.CreatedBy, entry.CreatedAt))
            .ToPageAsync(limit, entry => entry.Id, cancellationToken);
    }

    /// <summary>What each child of a family got and lost, of those who did.</summary>
    /// <param name="familyId">The family.</param>
    /// <param name="from">From then on; null from the beginning.</param>
    /// <param name="until">Before then; null until now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<List<ChildTotals>> TotalsAsync(Guid familyId, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken) =>
        database.Set<LedgerEntry>()
            .Where(entry => entry.FamilyId == familyId && (from == null || entry.CreatedAt >= from) && (until == null || entry.CreatedAt < until))
            .GroupBy(entry => entry.ChildId)
            .Select(entries => new ChildTotals(
                entries.Key,
                entries.Where(entry => entry.Kind == EntryKind.Reward).Sum(entry => entry.Amount),
                entries.Where(entry => entry.Kind == EntryKind.Bonus).Sum(entry => entry.Amount),
                -entries.Where(entry => entry.Kind == EntryKind.Penalty).Sum(entry => entry.Amount)))
            .ToListAsync(cancellationToken);

    private LedgerEntry Add(Caller parent, Guid childId, EntryKind kind, decimal amount, string reason, Guid? assignmentId)
    {
        var entry = new LedgerEntry
        {
            Id = time.NewId(),
            FamilyId = parent.Family,
            ChildId = childId,
            Kind = kind,
            Amount = amount,
            Reason = reason,
            AssignmentId = assignmentId,
            CreatedBy = parent.UserId,
            CreatedAt = time.GetUtcNow(),
        };
        database.Add(entry);
        current.Invalidate(new(CacheMetrics.Statistics, parent.Family));
        return entry;
    }
}
