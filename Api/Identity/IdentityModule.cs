using Api.Data;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;

namespace Api.Identity;

/// <summary>Users: accounts, sign-in, and who sees whom.</summary>
internal static class IdentityModule
{
    private const int AttemptsBeforeLockout = 5;
    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
            .AddBearerToken(options => options.BearerTokenExpiration = TokenLifetime);
        builder.Services.AddAuthorization();

        builder.Services
            .AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = ""; // any: it is the e-mail address
                options.Lockout.MaxFailedAccessAttempts = AttemptsBeforeLockout;
                options.Lockout.DefaultLockoutTimeSpan = Lockout;
                PasswordPolicy.Apply(options.Password);
            })
            .AddUserManager<AspNetUserManager<User>>() // stops when the client goes away
            .AddSignInManager()
            .AddEntityFrameworkStores<AppDbContext>();

        builder.Services.AddScoped<AccountService>();
        builder.AddTokenKeys();
    }

    public static void MapIdentity(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/v1/users").WithTags("Users").AllowAnonymous();
        accounts.MapPost("/register", IdentityEndpoints.RegisterAsync).WithName("Register")
            .ProducesProblem(StatusCodes.Status409Conflict);
        accounts.MapPost("/login", IdentityEndpoints.LoginAsync).WithName("Login")
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);

        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("/{id}", IdentityEndpoints.GetUserAsync).WithName("GetUser")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
