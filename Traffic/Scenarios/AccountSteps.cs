using System.Net;
using System.Text.Json;

namespace Traffic.Scenarios;

/// <summary>What scenarios do with accounts.</summary>
internal static class AccountSteps
{
    public const string RegisterPath = "/api/v1/users/register";
    public const string LogInPath = "/api/v1/users/login";
    public const string RefreshPath = "/api/v1/users/refresh";
    public const string LogOutPath = "/api/v1/users/logout";
    public const string MePath = "/api/v1/users/me";

    // A token is not shown in its last moments: it may end on the way.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public static string UserPath(string id) => $"/api/users/{id}";

    /// <summary>Makes an account that nobody else comes back to.</summary>
    public static async Task RegisterAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        var (email, password) = (People.NewEmail(visitor.Name), People.NewPassword());
        var user = await visitor.PostAsync(RegisterPath, new { email, password, name = visitor.Name }, HttpStatusCode.Created, cancellationToken);
        visitor.Account = new(user.GetProperty("id").GetString()!, email, password);
    }

    /// <summary>Logs in to the visitor's account; whoever comes back to it goes on with the session.</summary>
    public static async Task LogInAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.LogInForOnceAsync(cancellationToken);
        visitor.Account!.Session = visitor.Session;
    }

    /// <summary>Logs in to the visitor's account, to a session that nobody comes back to.</summary>
    public static async Task LogInForOnceAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        var account = visitor.Account!;
        var login = new { email = account.Email, username = account.UserName, password = account.Password };
        visitor.Session = SessionOf(visitor, await visitor.PostAsync(LogInPath, login, HttpStatusCode.OK, cancellationToken));
    }

    /// <summary>Asks for new tokens before the old ones end.</summary>
    public static async Task RefreshAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        var answer = await visitor.PostAsync(RefreshPath, new { refreshToken = visitor.Session!.RefreshToken }, HttpStatusCode.OK, cancellationToken);
        visitor.Session = visitor.Account!.Session = SessionOf(visitor, answer);
    }

    /// <summary>Looks at the visitor's own account.</summary>
    public static Task LookAsync(this Visitor visitor, CancellationToken cancellationToken) =>
        visitor.GetAsync(UserPath(visitor.Account!.Id), HttpStatusCode.OK, cancellationToken);

    /// <summary>Comes back as somebody who has an account; who finds none to come back to makes one.</summary>
    public static async Task ComeBackAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        visitor.Account = visitor.Accounts.At(visitor.Random.NextDouble());
        if (visitor.Account is not null)
            return;

        await visitor.RegisterAsync(cancellationToken);
        visitor.Accounts.Add(visitor.Account!);
    }

    /// <summary>Comes back, and logs in unless the last session still goes on.</summary>
    public static async Task ComeBackSignedInAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackAsync(cancellationToken);
        await visitor.GoOnAsync(visitor.Account!, cancellationToken);
    }

    /// <summary>Goes on as the owner of an account, who logs in unless the last session still goes on.</summary>
    public static async Task GoOnAsync(this Visitor visitor, Account account, CancellationToken cancellationToken)
    {
        visitor.Account = account;
        if (account.Session is { } last && last.Ends - visitor.Time.GetUtcNow() > Margin)
            visitor.Session = last;
        else
            await visitor.LogInAsync(cancellationToken);
    }

    /// <summary>An id that nothing has.</summary>
    public static string NewId(this Visitor visitor)
    {
        var bytes = new byte[16];
        visitor.Random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static Session SessionOf(Visitor visitor, JsonElement answer) => new(
        answer.GetProperty("accessToken").GetString()!,
        answer.GetProperty("refreshToken").GetString()!,
        visitor.Time.GetUtcNow() + TimeSpan.FromSeconds(answer.GetProperty("expiresIn").GetDouble()));
}
