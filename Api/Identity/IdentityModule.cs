using Api.Commands;
using Api.Data;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using ServiceDefaults;

namespace Api.Identity;

/// <summary>Users: accounts, sign-in, and who sees whom.</summary>
internal static class IdentityModule
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
            .AddBearerToken(options => (options.BearerTokenExpiration, options.RefreshTokenExpiration) = (TokenLifetime, SessionService.Lifetime));
        builder.Services.AddAuthorization();

        builder.Services
            .AddIdentityCore<User>(options =>
            {
                options.User.AllowedUserNameCharacters = ""; // any: it may be the e-mail address
                PasswordPolicy.Apply(options.Password);
            })
            .AddUserManager<AspNetUserManager<User>>() // stops when the client goes away
            .AddEntityFrameworkStores<AppDbContext>();

        builder.Services.AddScoped<AccountService>();
        builder.Services.AddScoped<SessionService>();
        builder.Services.AddSingleton<IStateReader, ActiveUsers>();
        builder.Services.AddSingleton<IExpiringRows, ExpiredSessions>();
        builder.AddMetrics<IdentityMetrics>();
        builder.AddTokenKeys();
    }

    /// <summary>Finds out who asks. Between authentication and authorization.</summary>
    public static void UseCallers(this IApplicationBuilder app) => app.UseMiddleware<CallerMiddleware>();

    public static void MapIdentity(this IEndpointRouteBuilder api)
    {
        var strangers = api.MapGroup("/v1/users").WithTags("Users").AllowAnonymous();
        strangers.MapPost("/register", IdentityEndpoints.RegisterAsync).WithName("Register").AcceptsForms<RegisterRequest>().AsCommand()
            .ProducesProblem(StatusCodes.Status409Conflict);
        strangers.MapPost("/login", IdentityEndpoints.LoginAsync).WithName("Login").AcceptsForms<LoginRequest>()
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);
        strangers.MapPost("/refresh", IdentityEndpoints.RefreshAsync).WithName("Refresh")
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);

        var users = api.MapGroup("/v1/users").WithTags("Users");
        users.MapPost("/logout", IdentityEndpoints.LogoutAsync).WithName("Logout").AsCommand();
        users.MapGet("/me", IdentityEndpoints.GetMeAsync).WithName("GetMe");
        users.MapGet("/{id}", IdentityEndpoints.GetUserAsync).WithName("GetUser").ProducesProblem(StatusCodes.Status404NotFound);
        users.MapDelete("/{id}", IdentityEndpoints.DeleteUserAsync).WithName("DeleteUser").AsCommand()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        api.MapGet("/users/{id}", IdentityEndpoints.GetUserAsync).WithName("GetUserUnversioned").WithTags("Users").ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The endpoint is for parents: 403 for others.</summary>
    public static TBuilder RequireParent<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.RequireRole(Role.Parent);

    /// <summary>The endpoint is for children: 403 for others.</summary>
    public static TBuilder RequireChild<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.RequireRole(Role.Child);

    /// <summary>The endpoint is for members of a family: 409 for others.</summary>
    public static RouteGroupBuilder RequireFamily(this RouteGroupBuilder endpoints) => endpoints
        .AddEndpointFilter((context, next) => Caller.Of(context.HttpContext).FamilyId is null
            ? new(Refusal.Conflict("You have no family. Create one, or join one with its invite code.").ToProblem())
            : next(context))
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, Role role) where TBuilder : IEndpointConventionBuilder => endpoint
        .RequireAuthorization(policy => policy.RequireRole(role.ToString()))
        .ProducesProblem(StatusCodes.Status403Forbidden);
}
