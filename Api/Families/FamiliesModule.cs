using Api.Background;
using Api.Commands;
using Api.Data;
using Api.Identity;
using ServiceDefaults;

namespace Api.Families;

/// <summary>Families: who founds, joins and leaves them.</summary>
internal static class FamiliesModule
{
    public static void AddFamilies(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<FamilyService>();
        builder.Services.AddScoped<ILeavingUser, LeavingMember>();
        builder.Services.AddSingleton<IStateReader, ActiveFamilies>();
        builder.Services.AddJob<InviteExpiry>();
        builder.AddMetrics<FamiliesMetrics>();
    }

    public static void MapFamilies(this IEndpointRouteBuilder api)
    {
        var families = api.MapGroup("/v1").WithTags("Families");
        families.MapPost("/families", FamilyEndpoints.CreateAsync).WithName("CreateFamily").RequireParent().AsCommand().ProducesProblem(StatusCodes.Status409Conflict);
        families.MapPost("/families/join", FamilyEndpoints.JoinAsync).WithName("JoinFamily").AsCommand()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        families.MapGet("/families/{id}", FamilyEndpoints.GetAsync).WithName("GetFamily").ProducesProblem(StatusCodes.Status404NotFound);
        families.MapPost("/families/{id}/invite", FamilyEndpoints.InviteAsync).WithName("InviteToFamily").RequireParent().AsCommand().ProducesProblem(StatusCodes.Status404NotFound);
        families.MapPost("/families/{id}/children", FamilyEndpoints.AddChildAsync).WithName("AddChild").RequireParent().AsCommand()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
