using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Chores;

/// <summary>Completed assignments that wait for a parent.</summary>
internal sealed class PendingApprovals(ChoresMetrics metrics) : IStateReader
{
    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) => metrics.PendingApprovals.Set(
        await database.Set<Assignment>().LongCountAsync(assignment => assignment.Status == AssignmentStatus.Completed, cancellationToken));
}
