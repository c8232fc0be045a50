using Api.Commands;
using Api.Identity;
using ServiceDefaults;

namespace Api.Rewards;

/// <summary>The ledger: rewards, bonuses and penalties.</summary>
internal static class RewardsModule
{
    public static void AddRewards(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<LedgerService>();
        builder.AddMetrics<RewardsMetrics>();
    }

    public static void MapRewards(this IEndpointRouteBuilder api)
    {
        var rewards = api.MapGroup("/v1").WithTags("Rewards").RequireFamily();
        rewards.MapPost("/adjustments", RewardEndpoints.AdjustAsync).WithName("Adjust").RequireParent().AsCommand();
        rewards.MapGet("/ledger", RewardEndpoints.ListAsync).WithName("ListLedger").ProducesValidationProblem();
    }
}
