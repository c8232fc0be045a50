using Api.Background;
using Api.Commands;
using Api.Data;
using ServiceDefaults;

namespace Api.Gateway.Plans;

/// <summary>Plans, and the subscriptions to them.</summary>
internal static class PlansModule
{
    public static void AddPlans(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<SubscriptionService>();
        builder.Services.AddJob<PeriodEnd>();
        builder.Services.AddSingleton<IStateReader, PlansState>();
        builder.AddMetrics<PlansMetrics>();
    }

    public static void MapPlans(this IEndpointRouteBuilder gateway)
    {
        gateway.MapGet("/plans", PlanEndpoints.List).WithName("ListPlans");
        gateway.MapPost("/accounts/{id}/subscription", PlanEndpoints.SubscribeAsync).WithName("Subscribe").AsCommand()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        gateway.MapPost("/accounts/{id}/subscription/change", PlanEndpoints.ChangeAsync).WithName("ChangePlan").AsCommand()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        gateway.MapPost("/accounts/{id}/subscription/cancel", PlanEndpoints.CancelAsync).WithName("CancelSubscription").AsCommand()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
