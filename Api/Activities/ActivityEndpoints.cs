using System.ComponentModel.DataAnnotations;
using Api.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Activities;

/// <summary>HTTP on one side, <see cref="ActivityService"/> on the other.</summary>
internal static class ActivityEndpoints
{
    /// <summary>Shows what was done in the family, newest first; to a child, what it did itself and what is about it.</summary>
    public static async Task<Ok<Page<ActivityResponse>>> ListAsync(
        Caller caller, ActivityService activities, CancellationToken cancellationToken, Guid? before = null,
        [Range(1, Page<ActivityResponse>.MaximumLimit)] int limit = Page<ActivityResponse>.DefaultLimit) =>
        TypedResults.Ok(await activities.ListAsync(caller, before, limit, cancellationToken));
}
