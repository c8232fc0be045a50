using Api.Commands;
using Api.Data;
using ServiceDefaults;

namespace Api.Gateway.Keys;

/// <summary>Keys, and what they let through.</summary>
internal static class KeysModule
{
    public static void AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<KeyService>();
        builder.Services.AddScoped<AdmissionService>();
        builder.Services.AddSingleton<IStateReader, ActiveKeys>();
        builder.AddMetrics<KeysMetrics>();
    }

    public static void MapKeys(this IEndpointRouteBuilder gateway)
    {
        gateway.MapPost("/accounts/{id}/keys", KeyEndpoints.CreateAsync).WithName("CreateKey").ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        gateway.MapGet("/accounts/{id}/keys", KeyEndpoints.ListAsync).WithName("ListKeys").ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        gateway.MapPost("/keys/{id}/revoke", KeyEndpoints.RevokeAsync).WithName("RevokeKey").AsCommand().ProducesProblem(StatusCodes.Status404NotFound);
    }
}
