using Api.Activities;
using Api.Background;
using Api.Caching;
using Api.Commands;
using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Api.Families;

/// <summary>Who belongs together.</summary>
internal sealed class FamilyService(
    AppDbContext database, AccountService accounts, ActivityService activities, JobQueue jobs, Cache cache, CurrentCommand current, IEnumerable<IFamilyFounded> founded,
    FamiliesMetrics metrics, TimeProvider time)
{
    private static readonly Refusal HasFamily = Refusal.Conflict("You have a family already.");

    /// <summary>Creates a family around a parent who has none.</summary>
    public async Task<Result<FamilyResponse>> CreateAsync(CreateFamilyRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var family = new Family { Id = time.NewId(), Name = request.Name, CreatedAt = time.GetUtcNow() };
        Invite(family);
        database.Add(family);
        await database.SaveChangesAsync(cancellationToken);
        if (!await accounts.SetFamilyAsync(caller.UserId, family.Id, cancellationToken))
            return HasFamily;

        activities.Note(ActivityKind.FamilyCreated, family.Id, caller.UserId, subject: family.Name);
        foreach (var module in founded)
            module.Found(family.Id);
        await database.SaveChangesAsync(cancellationToken);
        current.OnCommitted(metrics.Created);
        return await LoadAsync(family.Id, cancellationToken);
    }

    /// <summary>Has the caller join the family that has given out a code.</summary>
    public async Task<Result<FamilyResponse>> JoinAsync(JoinFamilyRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (code, now) = (InviteCode.Read(request.Code), time.GetUtcNow());
        var family = await database.Set<Family>().SingleOrDefaultAsync(family => family.InviteCode == code && family.InviteExpiresAt > now, cancellationToken);
        if (family is null)
            return new Refusal(StatusCodes.Status404NotFound, "No family has this invite code, or it has expired. Ask for a new one.");
        if (!await accounts.SetFamilyAsync(caller.UserId, family.Id, cancellationToken))
            return HasFamily;

        var joined = await LoadAsync(family.Id, cancellationToken);
        var self = joined.Members.Single(member => member.Id == caller.UserId);
        activities.Note(ActivityKind.MemberJoined, family.Id, caller.UserId, ChildOf(self), self.Name);
        await database.SaveChangesAsync(cancellationToken);
        InvalidateMembers(family.Id);
        current.OnCommitted(metrics.Joined);
        return ShownTo(caller, joined);
    }

    /// <summary>Gives out a new invite code; the one before is no good any more.</summary>
    public async Task<Result<InviteResponse>> InviteAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (id != caller.FamilyId)
            return Refusal.NotFound;

        var family = await database.Set<Family>().SingleAsync(family => family.Id == id, cancellationToken);
        Invite(family);
        await database.SaveChangesAsync(cancellationToken);
        current.Invalidate(KeyOf(id));
        return new InviteResponse(family.InviteCode!, family.InviteExpiresAt!.Value);
    }

    /// <summary>Makes the account of a child, who belongs to the family from the start.</summary>
    public async Task<Result<UserResponse>> AddChildAsync(Guid id, AddChildRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (id != caller.FamilyId)
            return Refusal.NotFound;

        var result = await accounts.RegisterAsync(new(Email: null, request.Password, request.Name, request.Username, Role.Child), id);
        if (result.Value is not { } child)
            return result;

        activities.Note(ActivityKind.ChildAdded, id, caller.UserId, child.Id, child.Name);
        await database.SaveChangesAsync(cancellationToken);
        InvalidateMembers(id);
        return child;
    }

    /// <summary>The caller's family; null for any other.</summary>
    public async Task<FamilyResponse?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (id != caller.FamilyId)
            return null;

        var cached = await cache.GetAsync(KeyOf(id), async token => (CachedFamily?)new CachedFamily(await LoadAsync(id, token)), cancellationToken);
        return ShownTo(caller, cached!.Family);
    }

    /// <summary>The children of the caller's family.</summary>
    public async Task<IReadOnlyList<MemberResponse>> ChildrenOfAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await FindAsync(caller.Family, caller, cancellationToken))!.Members.Where(member => member.Role == Role.Child)];

    /// <summary>What is cached of a family.</summary>
    public static CacheKey KeyOf(Guid familyId) => new(CacheMetrics.Family, familyId);

    private static Guid? ChildOf(MemberResponse member) => member.Role == Role.Child ? member.Id : null;

    private FamilyResponse ShownTo(Caller caller, FamilyResponse family) =>
        caller.IsParent && family.InviteExpiresAt > time.GetUtcNow() ? family : family with { InviteCode = null, InviteExpiresAt = null };

    private void Invite(Family family)
    {
        (family.InviteCode, family.InviteExpiresAt) = (InviteCode.New(), time.GetUtcNow() + InviteCode.Lifetime);
        jobs.Enqueue<InviteExpiry>(family.Id, family.InviteExpiresAt.Value);
    }

    // Statistics name the children.
    private void InvalidateMembers(Guid familyId)
    {
        current.Invalidate(KeyOf(familyId));
        current.Invalidate(new(CacheMetrics.Statistics, familyId));
    }

    private async Task<FamilyResponse> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        var family = await database.Set<Family>().AsNoTracking().SingleAsync(family => family.Id == id, cancellationToken);
        return new(family.Id, family.Name, await accounts.MembersOfAsync(id, cancellationToken), family.InviteCode, family.InviteExpiresAt);
    }
}
