using Api.Commands;
using Api.Data;
using ServiceDefaults;

namespace Api.Gateway.Credits;

/// <summary>Accounts and their credits.</summary>
internal static class CreditsModule
{
    public static void AddCredits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<AccountService>();
        builder.Services.AddScoped<CreditLedger>();
        builder.Services.AddSingleton<SettlementService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SettlementService>());
        builder.Services.AddHostedService<ExpiredReservations>();
        builder.Services.AddSingleton<IStateReader, CreditsState>();
        builder.AddMetrics<CreditsMetrics>();
    }

    public static void MapCredits(this IEndpointRouteBuilder gateway)
    {
        gateway.MapPost("/accounts", AccountEndpoints.CreateAsync).WithName("CreateAccount").AsCommand();
        gateway.MapGet("/accounts", AccountEndpoints.ListAsync).WithName("ListAccounts").ProducesValidationProblem();
        gateway.MapGet("/accounts/{id}", AccountEndpoints.GetAsync).WithName("GetAccount").ProducesProblem(StatusCodes.Status404NotFound);
        gateway.MapPost("/accounts/{id}/grants", AccountEndpoints.GrantAsync).WithName("GrantCredits").AsCommand()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        gateway.MapGet("/accounts/{id}/ledger", AccountEndpoints.ListEntriesAsync).WithName("ListCreditEntries").ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
