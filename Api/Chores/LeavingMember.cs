using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Api.Chores;

/// <summary>
/// Takes away what a child was to do whose account is deleted. What it has completed can still be approved, as long as the family has a parent for that.
/// </summary>
internal sealed class LeavingMember(AppDbContext database) : ILeavingUser
{
    public async Task LeaveAsync(UserResponse user, Guid deletedBy, bool isLast, CancellationToken cancellationToken)
    {
        await database.Set<Assignment>().Where(assignment => assignment.AssigneeId == user.Id && assignment.Status == AssignmentStatus.Pending).ExecuteDeleteAsync(cancellationToken);
        if (isLast)
            await database.Set<Assignment>().Where(assignment => assignment.FamilyId == user.FamilyId && assignment.Status == AssignmentStatus.Completed).ExecuteDeleteAsync(cancellationToken);
    }
}
