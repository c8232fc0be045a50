using Api.Commands;
using Api.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Api.Identity;

/// <summary>Makes accounts, checks passwords, and deletes accounts.</summary>
internal sealed class AccountService(
    UserManager<User> users, IPasswordHasher<User> hasher, AppDbContext database, SessionService sessions, CurrentCommand current, CommittedCommands committed,
    IEnumerable<ILeavingUser> leaving, IdentityMetrics metrics, TimeProvider time)
{
    private const string NameOfNobody = "Deleted user";
    private const int AttemptsBeforeLockout = 5;

    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(5);
    private static readonly User Nobody = new() { Name = "", Role = Role.Parent, CreatedAt = default };
    private static string? _hashOfNobody;

    /// <summary>Makes an account. A taken e-mail address or user name is a conflict, also when two register at once.</summary>
    /// <param name="request">What the account is to be.</param>
    /// <param name="familyId">The family of a child whom a parent registers; else null.</param>
    public async Task<Result<UserResponse>> RegisterAsync(RegisterRequest request, Guid? familyId)
    {
        var user = new User
        {
            Id = time.NewId(),
            Name = request.Name,
            Email = request.Email,
            UserName = request.Username ?? request.Email,
            Role = request.Role,
            FamilyId = familyId,
            CreatedAt = time.GetUtcNow(),
        };

        IdentityResult result;
        try
        {
            result = await users.CreateAsync(user, request.Password);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            result = IdentityResult.Failed(users.ErrorDescriber.DuplicateUserName(user.UserName!));
        }

        if (!result.Succeeded)
        {
            return result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
                ? Refusal.Conflict("There is an account with this e-mail address or user name. Log in, or register with another.")
                : Refusal.Invalid(nameof(request.Password), string.Join(' ', result.Errors.Select(error => error.Description)));
        }

        current.OnCommitted(() => metrics.Registered(user.Role));
        return ResponseOf(user);
    }

    /// <summary>
    /// The user, or null when there is none, the password is wrong or the account is locked. The three cannot be told apart, nor by the time
    /// they take: each hashes a password once.
    /// </summary>
    public async Task<User?> SignInAsync(LoginRequest request)
    {
        var user = await FindByLoginAsync(request.Email ?? request.Username!);
        var mayTry = user is not null && await TakeAttemptAsync(user);
        if (user is null || !mayTry)
        {
            _hashOfNobody ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(Nobody, _hashOfNobody, request.Password);
            committed.Follow(() => metrics.LoginFailed(user is null ? LoginFailure.UnknownUser : LoginFailure.LockedOut));
            return null;
        }

        if (!await users.CheckPasswordAsync(user, request.Password))
        {
            committed.Follow(() => metrics.LoginFailed(LoginFailure.WrongPassword));
            return null;
        }

        await ForgetAttemptsAsync(user);
        return user;
    }

    /// <summary>A user whom the caller may see: himself, and a parent everybody in his family.</summary>
    public async Task<UserResponse?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        await Existing().AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken) is { } user && MaySee(caller, user) ? ResponseOf(user) : null;

    /// <summary>Everybody in a family, parents first.</summary>
    public Task<List<MemberResponse>> MembersOfAsync(Guid familyId, CancellationToken cancellationToken) =>
        Existing().Where(user => user.FamilyId == familyId).OrderByDescending(user => user.Role).ThenBy(user => user.Id)
            .Select(user => new MemberResponse(user.Id, user.Name, user.Role)).ToListAsync(cancellationToken);

    /// <summary>Keeps children in their family until the current transaction ends: who wants to delete their accounts meanwhile waits.</summary>
    /// <returns>False when one of them is no child of the family, or not any more.</returns>
    public async Task<bool> HoldChildrenAsync(Guid familyId, Guid[] childIds, CancellationToken cancellationToken) => childIds.Length == await database.Set<User>()
        .FromSql($"""SELECT * FROM users WHERE "FamilyId" = {familyId} AND "Role" = {nameof(Role.Child)} AND "Id" = ANY ({childIds}) ORDER BY "Id" FOR KEY SHARE""")
        .CountAsync(cancellationToken);

    /// <summary>Gives a user a family.</summary>
    /// <returns>False when there was one already.</returns>
    public async Task<bool> SetFamilyAsync(Guid userId, Guid familyId, CancellationToken cancellationToken)
    {
        var changed = await Existing().Where(user => user.Id == userId && user.FamilyId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.FamilyId, familyId).SetProperty(user => user.ConcurrencyStamp, NewStamp()), cancellationToken);
        await sessions.ForgetCallersAsync(userId, cancellationToken);
        return changed == 1;
    }

    /// <summary>
    /// Deletes an account: one's own, or that of a child in one's family. What tells who it was is erased, sessions end, the ledger stays. The last parent
    /// of children cannot go.
    /// </summary>
    /// <returns>Null when it is done.</returns>
    public async Task<Refusal?> DeleteAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await LockAsync(caller, cancellationToken);
        var user = await Existing().SingleOrDefaultAsync(user => user.Id == id, cancellationToken);
        if (user is null || !MaySee(caller, user))
            return Refusal.NotFound;
        if (user.Id == caller.UserId && user.FamilyId != caller.FamilyId)
            return Refusal.Conflict("You have got a family meanwhile. Delete your account again if you still want to.");
        if (user.Id != caller.UserId && user.Role == Role.Parent)
            return Refusal.Forbidden("Parents can delete themselves and children, not each other.");
        if (user is { Role: Role.Parent, FamilyId: not null } && await IsLastParentAsync(user, cancellationToken))
            return Refusal.Conflict("There are children in your family, and no other parent. Delete their accounts first, or invite another parent.");

        var isLast = user.FamilyId is not null && !await Existing().AnyAsync(other => other.FamilyId == user.FamilyId && other.Id != id, cancellationToken);
        foreach (var module in leaving)
            await module.LeaveAsync(ResponseOf(user), caller.UserId, isLast, cancellationToken);
        await sessions.EndAllAsync(id, cancellationToken);
        Erase(user);
        await database.SaveChangesAsync(cancellationToken);
        return null;
    }

    private static bool MaySee(Caller caller, User user) =>
        user.Id == caller.UserId || (caller.IsParent && user.FamilyId is not null && user.FamilyId == caller.FamilyId);

    // Identity writes whole rows. Who has read one before, such as a log-in that hashes the password anew, must not write it back.
    private static string NewStamp() => Guid.NewGuid().ToString();

    private static UserResponse ResponseOf(User user) => new(user.Id, user.Email, user.UserName!, user.Name, user.Role, user.FamilyId);

    private IQueryable<User> Existing() => database.Set<User>().Where(user => user.DeletedAt == null);

    // A user name has no @.
    private Task<User?> FindByLoginAsync(string login) => login.Contains('@', StringComparison.Ordinal) ? users.FindByEmailAsync(login) : users.FindByNameAsync(login);

    // Counted before the password is looked at: who tries many at the same time has no more attempts than who tries one after the other.
    private async Task<bool> TakeAttemptAsync(User user)
    {
        var now = time.GetUtcNow();
        return await database.Set<User>().Where(each => each.Id == user.Id && (each.LockoutEnd == null || each.LockoutEnd <= now)).ExecuteUpdateAsync(set => set
            .SetProperty(each => each.AccessFailedCount, each => (each.AccessFailedCount + 1) % AttemptsBeforeLockout)
            .SetProperty(each => each.LockoutEnd, each => each.AccessFailedCount + 1 >= AttemptsBeforeLockout ? now + Lockout : null)) == 1;
    }

    private async Task ForgetAttemptsAsync(User user) => await database.Set<User>().Where(each => each.Id == user.Id).ExecuteUpdateAsync(set => set
        .SetProperty(each => each.AccessFailedCount, 0)
        .SetProperty(each => each.LockoutEnd, (DateTimeOffset?)null));

    // Else two last parents could leave at the same time, or one who creates a family just then.
    private async Task LockAsync(Caller caller, CancellationToken cancellationToken) => await database.Database.ExecuteSqlAsync(
        $"""SELECT 1 FROM users WHERE "Id" = {caller.UserId} OR "FamilyId" = {caller.FamilyId} ORDER BY "Id" FOR UPDATE""", cancellationToken);

    private async Task<bool> IsLastParentAsync(User parent, CancellationToken cancellationToken)
    {
        var others = Existing().Where(user => user.FamilyId == parent.FamilyId && user.Id != parent.Id);
        return await others.AnyAsync(user => user.Role == Role.Child, cancellationToken) && !await others.AnyAsync(user => user.Role == Role.Parent, cancellationToken);
    }

    private void Erase(User user)
    {
        user.Name = NameOfNobody;
        user.UserName = user.Id.ToString();
        user.NormalizedUserName = user.UserName.ToUpperInvariant();
        user.Email = user.NormalizedEmail = user.PasswordHash = null;
        user.FamilyId = null;
        user.DeletedAt = time.GetUtcNow();
        user.ConcurrencyStamp = NewStamp();
    }
}
