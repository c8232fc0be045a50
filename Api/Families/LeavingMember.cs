using Api.Activities;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Api.Identity;

namespace Api.Families;

/// <summary>Has a family know that a member's account was deleted. One without anybody has no invite code any more: who came by it would be with nobody.</summary>
internal sealed class LeavingMember(AppDbContext database, ActivityService activities, CurrentCommand current) : ILeavingUser
{
    public async Task LeaveAsync(UserResponse user, Guid deletedBy, bool isLast, CancellationToken cancellationToken)
    {
        if (user.FamilyId is not { } familyId)
            return;

        activities.Note(ActivityKind.MemberLeft, familyId, deletedBy, user.Role == Role.Child ? user.Id : null);
        await activities.ForgetNameAsync(user.Id, cancellationToken);
        if (isLast)
            await database.Set<Family>().Where(family => family.Id == familyId).ForgetInvitesAsync(cancellationToken);
        current.Invalidate(FamilyService.KeyOf(familyId));
        current.Invalidate(new(CacheMetrics.Statistics, familyId));
    }
}
