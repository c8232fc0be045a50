using Api.Gateway.Calls;
using Api.Gateway.Credits;
using Api.Gateway.Keys;
using Api.Gateway.Plans;
using Api.Gateway.Providers;
using Microsoft.AspNetCore.Authentication;

namespace Api.Gateway;

/// <summary>The AI gateway: accounts with credits, their keys and subscriptions, and who administers them.</summary>
internal static class GatewayModule
{
    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        // A scheme more. AddAuthentication would also add again what reads the keys of tokens at start, before there is a database.
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, AdministratorHandler>(AdministratorHandler.SchemeName, configureOptions: null);
        builder.AddCredits();
        builder.AddPlans();
        builder.AddKeys();
        builder.AddProviders();
        builder.AddCalls();
    }

    public static void MapGateway(this IEndpointRouteBuilder api)
    {
        var gateway = api.MapGroup("/v1/gateway").WithTags("Gateway").RequireAdministrator();
        gateway.MapCredits();
        gateway.MapPlans();
        gateway.MapKeys();
    }

    /// <summary>The endpoints are for the administrator alone: 401 for others, 503 while there is no key for one.</summary>
    private static RouteGroupBuilder RequireAdministrator(this RouteGroupBuilder endpoints) =>
        endpoints.RequireAuthorization(policy => policy.AddAuthenticationSchemes(AdministratorHandler.SchemeName).RequireAuthenticatedUser());
}
