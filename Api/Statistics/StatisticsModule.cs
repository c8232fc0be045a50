using Api.Background;
using Api.Families;
using Api.Identity;

namespace Api.Statistics;

/// <summary>What a family has done and paid: until now, and week by week.</summary>
internal static class StatisticsModule
{
    public static void AddStatistics(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<StatisticsService>();
        builder.Services.AddScoped<IFamilyFounded, FirstWeek>();
        builder.Services.AddJob<WeeklySummaryJob>();
    }

    public static void MapStatistics(this IEndpointRouteBuilder api)
    {
        var statistics = api.MapGroup("/v1").WithTags("Statistics").RequireFamily();
        statistics.MapGet("/statistics", StatisticsEndpoints.GetAsync).WithName("GetStatistics");
        statistics.MapGet("/statistics/weeks", StatisticsEndpoints.ListWeeksAsync).WithName("ListWeeks").RequireParent();
    }
}
