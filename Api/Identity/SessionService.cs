using System.Security.Claims;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Api.Identity;

/// <summary>Begins, prolongs and ends sessions, and tells whose they are.</summary>
internal sealed class SessionService(
    AppDbContext database, Cache cache, CommandRunner commands, CurrentCommand current, IOptionsMonitor<BearerTokenOptions> tokens, IdentityMetrics metrics, TimeProvider time)
{
    /// <summary>How long a session goes on without a request for new tokens.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private const string SessionClaim = "session";

    /// <summary>The session that a token is about; null when it is about none.</summary>
    public static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(SessionClaim), out var id) ? id : null;

    /// <summary>Begins a session.</summary>
    /// <returns>What its tokens say.</returns>
    public Task<ClaimsPrincipal> BeginAsync(User user, CancellationToken cancellationToken) => commands.RunAsync(
        async token =>
        {
            var now = time.GetUtcNow();
            var session = new Session { Id = time.NewId(), UserId = user.Id, CreatedAt = now, ExpiresAt = now + Lifetime };
            database.Add(session);
            await database.SaveChangesAsync(token);
            current.OnCommitted(() => metrics.LoggedIn(user.Role));
            return PrincipalOf(session.Id, user.Id, user.Role);
        },
        cancellationToken);

    /// <summary>Prolongs the session of a refresh token.</summary>
    /// <returns>What its new tokens say; null when the token is none of ours, or too old, or its session has ended.</returns>
    public async Task<ClaimsPrincipal?> ProlongAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var ticket = tokens.Get(BearerTokenDefaults.AuthenticationScheme).RefreshTokenProtector.Unprotect(refreshToken);
        var now = time.GetUtcNow();
        if (ticket?.Properties.ExpiresUtc is not { } expiry || expiry <= now || SessionOf(ticket.Principal) is not { } id)
            return null;

        var prolonged = await Alive(now).Where(session => session.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.ExpiresAt, now + Lifetime), cancellationToken);
        return prolonged == 1 ? ticket.Principal : null;
    }

    /// <summary>Who has a session that goes on; null when it does not.</summary>
    public ValueTask<Caller?> FindCallerAsync(Guid sessionId, CancellationToken cancellationToken) =>
        cache.GetAsync(KeyOf(sessionId), token => LoadCallerAsync(sessionId, token), cancellationToken);

    /// <summary>Ends a session: its tokens are no good any more.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await Alive(now).Where(session => session.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), cancellationToken);
        current.Invalidate(KeyOf(sessionId));
    }

    /// <summary>Ends all sessions of a user.</summary>
    public async Task EndAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await ForgetCallersAsync(userId, cancellationToken);
        await Alive(now).Where(session => session.UserId == userId).ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), cancellationToken);
    }

    /// <summary>Has caches forget what they know of a user.</summary>
    public async Task ForgetCallersAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var id in await Alive(now).Where(session => session.UserId == userId).Select(session => session.Id).ToListAsync(cancellationToken))
            current.Invalidate(KeyOf(id));
    }

    private static CacheKey KeyOf(Guid sessionId) => new(CacheMetrics.Caller, sessionId);

    // The role never changes: unlike the family it can stand in the token.
    private static ClaimsPrincipal PrincipalOf(Guid sessionId, Guid userId, Role role) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, userId.ToString()), new(SessionClaim, sessionId.ToString()), new(ClaimTypes.Role, role.ToString())],
        BearerTokenDefaults.AuthenticationScheme));

    private IQueryable<Session> Alive(DateTimeOffset now) => database.Set<Session>().Where(session => session.EndedAt == null && session.ExpiresAt > now);

    private Task<Caller?> LoadCallerAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (from session in Alive(now)
                join user in database.Set<User>() on session.UserId equals user.Id
                where session.Id == sessionId && user.DeletedAt == null // a log-in may have begun it just then
                select new Caller(session.Id, user.Id, user.Role, user.FamilyId)).SingleOrDefaultAsync(cancellationToken);
    }
}
