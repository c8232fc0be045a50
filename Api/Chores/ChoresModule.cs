using Api.Background;
using Api.Commands;
using Api.Data;
using Api.Identity;
using ServiceDefaults;

namespace Api.Chores;

/// <summary>Chores: what is to be done, by whom, and whether it is.</summary>
internal static class ChoresModule
{
    public static void AddChores(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ChoreService>();
        builder.Services.AddScoped<AssignmentService>();
        builder.Services.AddScoped<ILeavingUser, LeavingMember>();
        builder.Services.AddSingleton<IStateReader, PendingApprovals>();
        builder.Services.AddJob<CooldownReset>();
        builder.AddMetrics<ChoresMetrics>();
    }

    public static void MapChores(this IEndpointRouteBuilder api)
    {
        var chores = api.MapGroup("/v1").WithTags("Chores").RequireFamily();
        chores.MapPost("/chores", ChoreEndpoints.CreateAsync).WithName("CreateChore").RequireParent().AsCommand();
        chores.MapGet("/chores", ChoreEndpoints.ListAsync).WithName("ListChores").ProducesValidationProblem();
        chores.MapGet("/chores/{id}", ChoreEndpoints.GetAsync).WithName("GetChore").ProducesProblem(StatusCodes.Status404NotFound);
        chores.MapDelete("/chores/{id}", ChoreEndpoints.ArchiveAsync).WithName("ArchiveChore").RequireParent().AsCommand().ProducesProblem(StatusCodes.Status404NotFound);

        var assignments = api.MapGroup("/v1").WithTags("Assignments").RequireFamily();
        assignments.MapGet("/assignments", AssignmentEndpoints.ListAsync).WithName("ListAssignments").ProducesValidationProblem();
        assignments.MapGet("/assignments/{id}", AssignmentEndpoints.GetAsync).WithName("GetAssignment").ProducesProblem(StatusCodes.Status404NotFound);

        var assignment = assignments.MapGroup("/assignments/{id}").ProducesProblem(StatusCodes.Status404NotFound);
        assignment.MapPost("/claim", AssignmentEndpoints.ClaimAsync).WithName("ClaimAssignment").RequireChild().AsCommand();
        assignment.MapPost("/complete", AssignmentEndpoints.CompleteAsync).WithName("CompleteAssignment").RequireChild().AsCommand();
        assignment.MapPost("/approve", AssignmentEndpoints.ApproveAsync).WithName("ApproveAssignment").RequireParent().AsCommand();
        assignment.MapPost("/reject", AssignmentEndpoints.RejectAsync).WithName("RejectAssignment").RequireParent().AsCommand();
    }
}
