using System.Diagnostics.Metrics;
using Api.Data;

namespace Api.Identity;

/// <summary>Who comes, and who does not get in.</summary>
internal sealed class IdentityMetrics
{
    public const string MeterName = "Api.Identity";

    /// <summary>Counter, <c>{login}</c>: log-ins that gave a token. Tags: <see cref="RoleTag"/>.</summary>
    public const string LoginsName = "user.logins"; // scraped as user_logins_total

    /// <summary>Counter, <c>{user}</c>: accounts that were made, by their owner or by a parent. Tags: <see cref="RoleTag"/>.</summary>
    public const string RegistrationsName = "user.registrations"; // scraped as user_registrations_total

    /// <summary>Counter, <c>{login}</c>: log-ins that were refused. Tags: <see cref="ReasonTag"/>.</summary>
    public const string LoginFailuresName = "user.login.failures"; // scraped as user_login_failures_total

    /// <summary>Gauge, <c>{user}</c>, from the database: users who logged in within the last 24 hours.</summary>
    public const string ActiveUsersName = "active_users.count";

    /// <summary>parent or child.</summary>
    public const string RoleTag = "role";

    /// <summary>unknown_user, wrong_password or locked_out.</summary>
    public const string ReasonTag = "reason";

    private readonly Counter<long> _logins;
    private readonly Counter<long> _registrations;
    private readonly Counter<long> _loginFailures;

    public IdentityMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _logins = meter.CreateCounter<long>(LoginsName, "{login}", "Log-ins that gave a token.");
        _registrations = meter.CreateCounter<long>(RegistrationsName, "{user}", "Accounts that were made.");
        _loginFailures = meter.CreateCounter<long>(LoginFailuresName, "{login}", "Log-ins that were refused.");
        ActiveUsers = new(meter, ActiveUsersName, "{user}", "Users who logged in within the last 24 hours.");

        foreach (var role in Enum.GetValues<Role>())
        {
            _logins.Add(0, TagOf(role));
            _registrations.Add(0, TagOf(role));
        }

        foreach (var failure in Enum.GetValues<LoginFailure>())
            _loginFailures.Add(0, TagOf(failure));
    }

    public StateGauge ActiveUsers { get; }

    public void LoggedIn(Role role) => _logins.Add(1, TagOf(role));

    public void Registered(Role role) => _registrations.Add(1, TagOf(role));

    public void LoginFailed(LoginFailure failure) => _loginFailures.Add(1, TagOf(failure));

    private static KeyValuePair<string, object?> TagOf(Role role) => new(RoleTag, role switch
    {
        Role.Parent => "parent",
        Role.Child => "child",
        _ => "_OTHER",
    });

    private static KeyValuePair<string, object?> TagOf(LoginFailure failure) => new(ReasonTag, failure switch
    {
        LoginFailure.UnknownUser => "unknown_user",
        LoginFailure.WrongPassword => "wrong_password",
        LoginFailure.LockedOut => "locked_out",
        _ => "_OTHER",
    });
}
