using Microsoft.AspNetCore.Http.HttpResults;

namespace Viewer.Pages;

/// <summary>The page, under the addresses that Grafana gives its dashboards, and what it is made of.</summary>
internal static class PagesModule
{
    private const string Page = "index.html";

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var files = new PageFiles(Path.Combine(AppContext.BaseDirectory, "web"));
        routes.MapGet("/", () => files.Read(Page));
        routes.MapGet("/d/{uid}/{slug?}", () => files.Read(Page));
        routes.MapGet("/{**file}", Results<PhysicalFileHttpResult, NotFound> (string file) => files.Read(file));
    }
}
