using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ServiceDefaults.Prometheus;

namespace Api.Gateway;

/// <summary>Signs in whoever shows the administrator's key as a bearer token (RFC 6750). No other token of this Api will do, nor the key anywhere else.</summary>
internal sealed class AdministratorHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Administrator";

    /// <summary>Where the configuration has the key.</summary>
    public const string KeySetting = "Gateway:AdministratorKey";

    // There is one administrator, whose idempotency keys are not a stranger's.
    private static readonly Guid Id = new("0190a7e0-0000-7000-8000-000000000001");

    private static readonly AuthenticationTicket Ticket = new(
        new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Id.ToString())], SchemeName)), SchemeName);

    private string? Key => configuration[KeySetting] is { Length: > 0 } key ? key : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var isKey = Key is { } key && BearerToken.IsShown(Request, key);
        return Task.FromResult(isKey ? AuthenticateResult.Success(Ticket) : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Key is null)
            return Answer(StatusCodes.Status503ServiceUnavailable, $"No administrator key is configured: set {KeySetting}.");

        BearerToken.Refuse(Response);
        return Answer(StatusCodes.Status401Unauthorized, "Send the administrator's key of the gateway: Authorization: Bearer <key>.");
    }

    private Task Answer(int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(Context);
}
