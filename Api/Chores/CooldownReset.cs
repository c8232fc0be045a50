using Api.Background;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Api.Chores;

/// <summary>Job: the cool-down of an approved assignment is over, its chore is to be done again: by the same child, or by whoever claims it.</summary>
internal sealed class CooldownReset(AppDbContext database, AccountService accounts, CurrentCommand current, ChoresMetrics metrics, TimeProvider time) : IJobHandler
{
    public static string Type => "cooldown_reset";

    /// <inheritdoc/>
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var before = await database.Set<Assignment>().AsNoTracking().SingleAsync(assignment => assignment.Id == job.Subject, cancellationToken);

        // Locked, or a parent could take the chore away meanwhile and leave this assignment behind.
        var chore = await database.Set<Chore>().FromSql($"""SELECT * FROM chores WHERE "Id" = {before.ChoreId} FOR UPDATE""").SingleAsync(cancellationToken);
        if (chore.ArchivedAt is not null)
            return;

        var assignee = chore.Mode == ChoreMode.Unassigned ? null : before.AssigneeId;
        if (assignee is { } child && !await accounts.HoldChildrenAsync(chore.FamilyId, [child], cancellationToken))
            return; // the account was deleted

        database.Add(Assignment.Of(chore, assignee, before.Id, time));
        await database.SaveChangesAsync(cancellationToken);
        current.Invalidate(new(CacheMetrics.Statistics, chore.FamilyId));
        current.OnCommitted(() => metrics.Assigned(chore.Mode, 1));
    }
}
