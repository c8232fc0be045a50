using System.Linq.Expressions;
using Api.Activities;
using Api.Background;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Api.Identity;
using Api.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Api.Chores;

/// <summary>
/// Takes an assignment from one state to the next. Each step is one UPDATE that names the state before: of two who want the same step at the same time,
/// one changes the row, and the other finds it changed.
/// </summary>
internal sealed class AssignmentService(
    AppDbContext database, AccountService accounts, LedgerService ledger, ActivityService activities, JobQueue jobs, CurrentCommand current, ChoresMetrics metrics,
    TimeProvider time)
{
    /// <summary>The assignments of the family; for a child its own and the pool's.</summary>
    public Task<Page<AssignmentResponse>> ListAsync(Caller caller, AssignmentStatus? status, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var assignments = Visible(caller);
        if (status is { } wanted)
            assignments = assignments.Where(assignment => assignment.Status == wanted);
        if (before is { } last)
            assignments = assignments.Where(assignment => assignment.Id < last);
        return assignments.OrderByDescending(assignment => assignment.Id).Select(Response).ToPageAsync(limit, assignment => assignment.Id, cancellationToken);
    }

    /// <summary>An assignment that the caller may see.</summary>
    public Task<AssignmentResponse?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        Visible(caller).Where(assignment => assignment.Id == id).Select(Response).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Takes an assignment from the pool: first come, first served.</summary>
    public async Task<Result<AssignmentResponse>> ClaimAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (!await accounts.HoldChildrenAsync(caller.Family, [caller.UserId], cancellationToken))
            return Refusal.NotFound;

        var ofFamily = database.Set<Assignment>().Where(assignment => assignment.Id == id && assignment.FamilyId == caller.Family);
        var claimed = await ofFamily.Where(assignment => assignment.AssigneeId == null).ExecuteUpdateAsync(
            set => set.SetProperty(assignment => assignment.AssigneeId, caller.UserId).SetProperty(assignment => assignment.AssignedAt, time.GetUtcNow()), cancellationToken);
        if (claimed == 0)
        {
            return await ofFamily.AnyAsync(assignment => assignment.Chore.Mode == ChoreMode.Unassigned, cancellationToken)
                ? Refusal.Conflict("It is claimed already.")
                : Refusal.NotFound;
        }

        var assignment = await ChangedAsync(id, ActivityKind.AssignmentClaimed, caller, cancellationToken);
        current.OnCommitted(metrics.Claimed);
        return assignment;
    }

    /// <summary>Says that an assignment of one's own is done.</summary>
    public async Task<Result<AssignmentResponse>> CompleteAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var own = database.Set<Assignment>().Where(assignment => assignment.Id == id && assignment.AssigneeId == caller.UserId);
        var completed = await own.Where(assignment => assignment.Status == AssignmentStatus.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(assignment => assignment.Status, AssignmentStatus.Completed).SetProperty(assignment => assignment.CompletedAt, time.GetUtcNow()), cancellationToken);
        if (completed == 0)
        {
            return await FindAsync(id, caller, cancellationToken) switch
            {
                null => Refusal.NotFound,
                { AssigneeId: null } => Refusal.Conflict("Nobody has it yet. Claim it first."),
                _ => Refusal.Conflict("It is completed already."),
            };
        }

        var assignment = await ChangedAsync(id, ActivityKind.AssignmentCompleted, caller, cancellationToken);
        current.OnCommitted(() => metrics.Completed(assignment.Mode, assignment.CompletedAt!.Value - assignment.AssignedAt!.Value));
        return assignment;
    }

    /// <summary>Finds that an assignment is done, and pays its reward.</summary>
    public async Task<Result<AssignmentResponse>> ApproveAsync(Guid id, decimal? amount, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } before)
            return Refusal.NotFound;
        if (RefusalOf(amount, before) is { } refusal)
            return refusal;

        var paid = amount ?? before.RewardMinimum;
        var now = time.GetUtcNow();
        var approved = await Waiting(id).ExecuteUpdateAsync(
            set => set
                .SetProperty(assignment => assignment.Status, AssignmentStatus.Approved)
                .SetProperty(assignment => assignment.ApprovedAt, now)
                .SetProperty(assignment => assignment.Amount, paid),
            cancellationToken);
        if (approved == 0)
            return NotWaiting(before);

        if (paid > 0)
            ledger.Pay(caller, before.AssigneeId!.Value, paid, id, before.Title);
        if (await CooldownOfAsync(before.ChoreId, cancellationToken) is { } cooldown)
            jobs.Enqueue<CooldownReset>(id, now + cooldown);

        var assignment = await ChangedAsync(id, ActivityKind.AssignmentApproved, caller, cancellationToken);
        current.OnCommitted(() => metrics.Approved(assignment.Mode));
        return assignment;
    }

    /// <summary>Finds that an assignment is not done, and sends it back; where nobody can do it any more, it is taken away.</summary>
    public async Task<Result<AssignmentResponse>> RejectAsync(Guid id, RejectRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } before)
            return Refusal.NotFound;

        var canBeDone = await HoldChoreAsync(before.ChoreId, cancellationToken)
            && (before.AssigneeId is not { } child || await accounts.HoldChildrenAsync(caller.Family, [child], cancellationToken));
        var rejected = await Waiting(id).ExecuteUpdateAsync(
            set => set
                .SetProperty(assignment => assignment.Status, AssignmentStatus.Pending)
                .SetProperty(assignment => assignment.CompletedAt, (DateTimeOffset?)null)
                .SetProperty(assignment => assignment.RejectionReason, request.Reason),
            cancellationToken);
        if (rejected == 0)
            return NotWaiting(before);

        var assignment = await ChangedAsync(id, ActivityKind.AssignmentRejected, caller, cancellationToken);
        if (!canBeDone)
            await database.Set<Assignment>().Where(assignment => assignment.Id == id).ExecuteDeleteAsync(cancellationToken);
        current.OnCommitted(() => metrics.Rejected(assignment.Mode));
        return assignment;
    }

    /// <summary>How many assignments each child of a family has, by how far they are.</summary>
    public Task<List<AssignmentCount>> CountAsync(Guid familyId, CancellationToken cancellationToken) =>
        database.Set<Assignment>().Where(assignment => assignment.FamilyId == familyId)
            .GroupBy(assignment => new { assignment.AssigneeId, assignment.Status })
            .Select(group => new AssignmentCount(group.Key.AssigneeId, group.Key.Status, group.Count()))
            .ToListAsync(cancellationToken);

    /// <summary>How many assignments of a family were approved in some time.</summary>
    public Task<int> CountApprovedAsync(Guid familyId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.Set<Assignment>().CountAsync(
            assignment => assignment.FamilyId == familyId && assignment.ApprovedAt >= from && assignment.ApprovedAt < until, cancellationToken);

    private static Refusal? RefusalOf(decimal? amount, AssignmentResponse assignment)
    {
        var isFixed = assignment.RewardMinimum == assignment.RewardMaximum;
        if (amount is null)
            return isFixed ? null : Refusal.Invalid(nameof(ApproveRequest.Amount), $"Say how much, from {assignment.RewardMinimum} to {assignment.RewardMaximum}.");

        return amount >= assignment.RewardMinimum && amount <= assignment.RewardMaximum
            ? null
            : Refusal.Invalid(
                nameof(ApproveRequest.Amount),
                isFixed ? $"The reward is {assignment.RewardMinimum}. Leave the amount out." : $"The reward is from {assignment.RewardMinimum} to {assignment.RewardMaximum}.");
    }

    private static Refusal NotWaiting(AssignmentResponse before) => Refusal.Conflict(
        before.Status == AssignmentStatus.Pending ? "It is not completed yet." : "It was approved or sent back meanwhile.");

    private static readonly Expression<Func<Assignment, AssignmentResponse>> Response = assignment => new AssignmentResponse(
        assignment.Id, assignment.ChoreId, assignment.Chore.Title, assignment.Chore.Mode, assignment.AssigneeId, assignment.Status, assignment.Chore.RewardMinimum,
        assignment.Chore.RewardMaximum, assignment.Amount, assignment.RejectionReason, assignment.CreatedAt, assignment.AssignedAt, assignment.CompletedAt, assignment.ApprovedAt);

    private IQueryable<Assignment> Visible(Caller caller)
    {
        var assignments = database.Set<Assignment>().Where(assignment => assignment.FamilyId == caller.Family);
        return caller.IsParent ? assignments : assignments.Where(assignment => assignment.AssigneeId == caller.UserId || assignment.AssigneeId == null);
    }

    // Not of a family: who it is was asked before.
    private IQueryable<Assignment> Waiting(Guid id) => database.Set<Assignment>().Where(assignment => assignment.Id == id && assignment.Status == AssignmentStatus.Completed);

    // Until the transaction ends nobody archives it. False when somebody has.
    private Task<bool> HoldChoreAsync(Guid choreId, CancellationToken cancellationToken) => database.Set<Chore>()
        .FromSql($"""SELECT * FROM chores WHERE "Id" = {choreId} AND "ArchivedAt" IS NULL FOR SHARE""").AnyAsync(cancellationToken);

    private async Task<TimeSpan?> CooldownOfAsync(Guid choreId, CancellationToken cancellationToken) =>
        await database.Set<Chore>().Where(chore => chore.Id == choreId).Select(chore => chore.CooldownHours).SingleAsync(cancellationToken) is { } hours
            ? TimeSpan.FromHours((double)hours)
            : null;

    private async Task<AssignmentResponse> ChangedAsync(Guid id, ActivityKind kind, Caller caller, CancellationToken cancellationToken)
    {
        var assignment = await database.Set<Assignment>().Where(assignment => assignment.Id == id).Select(Response).SingleAsync(cancellationToken);
        var reason = kind == ActivityKind.AssignmentRejected ? assignment.RejectionReason : null;
        activities.Note(kind, caller.Family, caller.UserId, assignment.AssigneeId, assignment.Title, assignment.Amount, reason);
        await database.SaveChangesAsync(cancellationToken);
        current.Invalidate(new(CacheMetrics.Statistics, caller.Family));
        return assignment;
    }
}
