using Microsoft.AspNetCore.Http.HttpResults;

namespace Viewer.Dashboards;

/// <summary>The dashboards that Grafana would be provisioned with, as their files are.</summary>
internal static class DashboardsModule
{
    private const string DirectoryKey = "Dashboards:Directory";

    public static void AddDashboards(this WebApplicationBuilder builder) => builder.Services.AddSingleton(new DashboardFolder(
        builder.Configuration[DirectoryKey] ?? throw new InvalidOperationException($"{DirectoryKey} is not set. Set it to the folder of the dashboards, such as grafana/dashboards.")));

    public static void MapDashboards(this IEndpointRouteBuilder routes)
    {
        var dashboards = routes.MapGroup("/api/dashboards");
        dashboards.MapGet("", (DashboardFolder folder) => TypedResults.Ok(folder.List()));
        dashboards.MapGet("/{uid}", Read);
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Read(string uid, DashboardFolder folder) => folder.Find(uid) is { } file
        ? TypedResults.PhysicalFile(file, "application/json")
        : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such dashboard");
}
