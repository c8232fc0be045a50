using Api.Activities;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Api.Chores;

/// <summary>What is to be done.</summary>
internal sealed class ChoreService(
    AppDbContext database, AccountService accounts, ActivityService activities, CurrentCommand current, ChoresMetrics metrics, TimeProvider time)
{
    /// <summary>Creates a chore with its first assignments.</summary>
    public async Task<Result<ChoreResponse>> CreateAsync(CreateChoreRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.AssigneeIds is { } assigneeIds && !await accounts.HoldChildrenAsync(caller.Family, [.. assigneeIds], cancellationToken))
            return Refusal.Invalid(nameof(request.AssigneeIds), "Not all of these are children of your family.");

        var chore = new Chore
        {
            Id = time.NewId(),
            FamilyId = caller.Family,
            Title = request.Title,
            Description = request.Description,
            Mode = request.Mode,
            RewardMinimum = request.Reward.Amount ?? request.Reward.Minimum!.Value,
            RewardMaximum = request.Reward.Amount ?? request.Reward.Maximum!.Value,
            CooldownHours = request.CooldownHours,
            CreatedBy = caller.UserId,
            CreatedAt = time.GetUtcNow(),
        };
        Guid?[] assignees = request.Mode == ChoreMode.Unassigned ? [null] : [.. request.AssigneeIds!];
        chore.Assignments.AddRange(assignees.Select(assignee => Assignment.Of(chore, assignee, previousId: null, time)));
        database.Add(chore);
        activities.Note(ActivityKind.ChoreCreated, caller.Family, caller.UserId, subject: chore.Title);
        await database.SaveChangesAsync(cancellationToken);

        current.Invalidate(new(CacheMetrics.Statistics, caller.Family));
        current.OnCommitted(() =>
        {
            metrics.Created(chore.Mode);
            metrics.Assigned(chore.Mode, assignees.Length);
        });
        return await FindAsync(chore.Id, caller, cancellationToken) ?? throw new InvalidOperationException("A chore was created and is not there.");
    }

    /// <summary>The chores of the family; for a child those with something for it to do.</summary>
    public Task<Page<ChoreResponse>> ListAsync(Caller caller, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var chores = Visible(caller);
        if (before is { } last)
            chores = chores.Where(chore => chore.Id < last);
        return Responses(chores.OrderByDescending(chore => chore.Id), caller).ToPageAsync(limit, chore => chore.Id, cancellationToken);
    }

    /// <summary>A chore that the caller may see.</summary>
    public Task<ChoreResponse?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        Responses(Visible(caller).Where(chore => chore.Id == id), caller).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Takes a chore away, with what nobody has done of it. What is completed can still be approved.</summary>
    /// <returns>Null when it is done.</returns>
    public async Task<Refusal?> ArchiveAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } chore)
            return Refusal.NotFound;

        var archived = await Visible(caller).Where(chore => chore.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(chore => chore.ArchivedAt, time.GetUtcNow()), cancellationToken);
        if (archived == 0)
            return Refusal.NotFound; // somebody was quicker

        await database.Set<Assignment>().Where(assignment => assignment.ChoreId == id && assignment.Status == AssignmentStatus.Pending).ExecuteDeleteAsync(cancellationToken);
        activities.Note(ActivityKind.ChoreArchived, caller.Family, caller.UserId, subject: chore.Title);
        await database.SaveChangesAsync(cancellationToken);
        current.Invalidate(new(CacheMetrics.Statistics, caller.Family));
        return null;
    }

    private static IQueryable<ChoreResponse> Responses(IQueryable<Chore> chores, Caller caller) => chores.Select(chore => new ChoreResponse(
        chore.Id, chore.Title, chore.Description, chore.Mode, chore.RewardMinimum, chore.RewardMaximum, chore.CooldownHours, chore.CreatedBy, chore.CreatedAt,
        chore.Assignments
            .Where(assignment => assignment.Status != AssignmentStatus.Approved
                && (caller.IsParent || assignment.AssigneeId == caller.UserId || assignment.AssigneeId == null))
            .OrderBy(assignment => assignment.Id)
            .Select(assignment => new OpenAssignment(assignment.Id, assignment.AssigneeId, assignment.Status))
            .ToList()));

    private IQueryable<Chore> Visible(Caller caller)
    {
        var chores = database.Set<Chore>().Where(chore => chore.FamilyId == caller.Family && chore.ArchivedAt == null);
        return caller.IsParent
            ? chores
            : chores.Where(chore => chore.Assignments.Any(assignment => assignment.AssigneeId == caller.UserId || assignment.AssigneeId == null));
    }
}
