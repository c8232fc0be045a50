using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Api.Activities;

/// <summary>Notes what was done, and tells it.</summary>
internal sealed class ActivityService(AppDbContext database, TimeProvider time)
{
    /// <summary>Notes something, in the transaction that does it.</summary>
    public void Note(ActivityKind kind, Guid familyId, Guid? actorId, Guid? childId = null, string? subject = null, decimal? amount = null, string? reason = null) =>
        database.Add(new Activity
        {
            Id = time.NewId(),
            FamilyId = familyId,
            Kind = kind,
            CreatedAt = time.GetUtcNow(),
            ActorId = actorId,
            ChildId = childId,
            Subject = subject,
            Amount = amount,
            Reason = reason,
        });

    /// <summary>What was done in the family; a child sees what it did and what is about it.</summary>
    public Task<Page<ActivityResponse>> ListAsync(Caller caller, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var activities = database.Set<Activity>().Where(activity => activity.FamilyId == caller.Family);
        if (!caller.IsParent)
            activities = activities.Where(activity => activity.ActorId == caller.UserId || activity.ChildId == caller.UserId);
        if (before is { } last)
            activities = activities.Where(activity => activity.Id < last);

        return activities.OrderByDescending(activity => activity.Id)
            .Select(activity => new ActivityResponse(
                activity.Id, activity.Kind, activity.CreatedAt, activity.ActorId, activity.ChildId, activity.Subject, activity.Amount, activity.Reason))
            .ToPageAsync(limit, activity => activity.Id, cancellationToken);
    }

    /// <summary>Forgets what a user was called whose account is deleted.</summary>
    public Task ForgetNameAsync(Guid userId, CancellationToken cancellationToken) => database.Set<Activity>()
        .Where(activity => (activity.Kind == ActivityKind.MemberJoined && activity.ActorId == userId) || (activity.Kind == ActivityKind.ChildAdded && activity.ChildId == userId))
        .ExecuteUpdateAsync(set => set.SetProperty(activity => activity.Subject, (string?)null), cancellationToken);

    /// <summary>In how many families somebody did something since then.</summary>
    public static Task<long> CountActiveFamiliesAsync(AppDbContext database, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.Set<Activity>().Where(activity => activity.CreatedAt > since && activity.ActorId != null)
            .Select(activity => activity.FamilyId).Distinct().LongCountAsync(cancellationToken);
}
