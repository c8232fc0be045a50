using Api.Identity;

namespace Api.Activities;

/// <summary>The feed of what was done in a family.</summary>
internal static class ActivitiesModule
{
    public static void AddActivities(this IHostApplicationBuilder builder) => builder.Services.AddScoped<ActivityService>();

    public static void MapActivities(this IEndpointRouteBuilder api)
    {
        var activities = api.MapGroup("/v1").WithTags("Activities").RequireFamily();
        activities.MapGet("/activities", ActivityEndpoints.ListAsync).WithName("ListActivities").ProducesValidationProblem();
    }
}
