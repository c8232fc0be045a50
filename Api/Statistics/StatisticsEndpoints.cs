using Api.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Statistics;

/// <summary>HTTP on one side, <see cref="StatisticsService"/> on the other.</summary>
internal static class StatisticsEndpoints
{
    /// <summary>Shows what the family has done and paid, and each child; to a child its own.</summary>
    public static async Task<Ok<FamilyStatistics>> GetAsync(Caller caller, StatisticsService statistics, CancellationToken cancellationToken) =>
        TypedResults.Ok(await statistics.GetAsync(caller, cancellationToken));

    /// <summary>Shows the weeks that are over, newest first.</summary>
    public static async Task<Ok<List<WeekResponse>>> ListWeeksAsync(Caller caller, StatisticsService statistics, CancellationToken cancellationToken) =>
        TypedResults.Ok(await statistics.ListWeeksAsync(caller, cancellationToken));
}
