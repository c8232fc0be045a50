using Api.Caching;
using Api.Chores;
using Api.Data;
using Api.Families;
using Api.Identity;
using Api.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Api.Statistics;

/// <summary>Sums up what a family has done and paid.</summary>
internal sealed class StatisticsService(AppDbContext database, FamilyService families, AssignmentService assignments, LedgerService ledger, Cache cache)
{
    /// <summary>That of the caller's family; for a child its own.</summary>
    public async Task<FamilyStatistics> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        var key = new CacheKey(CacheMetrics.Statistics, caller.Family);
        var cached = await cache.GetAsync(key, async token => (CachedStatistics?)new CachedStatistics(await LoadAsync(caller, token)), cancellationToken);
        return caller.IsParent ? cached!.Family : OnlyOf(caller.UserId, cached!.Family);
    }

    /// <summary>The weeks that are summed up, newest first, a year of them at most.</summary>
    public Task<List<WeekResponse>> ListWeeksAsync(Caller caller, CancellationToken cancellationToken)
    {
        const int Year = 53;
        return database.Set<WeeklySummary>().Where(summary => summary.FamilyId == caller.Family).OrderByDescending(summary => summary.Week).Take(Year)
            .Select(summary => new WeekResponse(summary.Week, summary.Approved, summary.Earned, summary.Bonuses, summary.Penalties))
            .ToListAsync(cancellationToken);
    }

    // A child who came or went a moment ago may not be in what is cached.
    private static FamilyStatistics OnlyOf(Guid childId, FamilyStatistics family) => family.Children.SingleOrDefault(child => child.Id == childId) is { } child
        ? new(child.Pending, child.Completed, child.Approved, child.Earned, child.Bonuses, child.Penalties, child.Balance, [child])
        : new(0, 0, 0, 0, 0, 0, 0, []);

    private async Task<FamilyStatistics> LoadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var children = await families.ChildrenOfAsync(caller, cancellationToken);
        var counts = await assignments.CountAsync(caller.Family, cancellationToken);
        var totals = await ledger.TotalsAsync(caller.Family, from: null, until: null, cancellationToken);

        var (earned, bonuses, penalties) = (totals.Sum(child => child.Earned), totals.Sum(child => child.Bonuses), totals.Sum(child => child.Penalties));
        return new(
            Count(AssignmentStatus.Pending), Count(AssignmentStatus.Completed), Count(AssignmentStatus.Approved),
            earned, bonuses, penalties, earned + bonuses - penalties, [.. children.Select(OfChild)]);

        int Count(AssignmentStatus status, Guid? childId = null) =>
            counts.Where(count => count.Status == status && (childId is null || count.AssigneeId == childId)).Sum(count => count.Count);

        ChildStatistics OfChild(MemberResponse child)
        {
            var sums = totals.Find(each => each.ChildId == child.Id) ?? new(child.Id, 0, 0, 0);
            return new(
                child.Id, child.Name, Count(AssignmentStatus.Pending, child.Id), Count(AssignmentStatus.Completed, child.Id), Count(AssignmentStatus.Approved, child.Id),
                sums.Earned, sums.Bonuses, sums.Penalties, sums.Earned + sums.Bonuses - sums.Penalties);
        }
    }
}
