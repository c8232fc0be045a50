using Microsoft.EntityFrameworkCore;

namespace Api.Families;

/// <summary>What is done with invite codes in the database.</summary>
internal static class Invites
{
    /// <summary>Takes the codes of families away.</summary>
    public static Task ForgetInvitesAsync(this IQueryable<Family> families, CancellationToken cancellationToken) => families.ExecuteUpdateAsync(
        set => set.SetProperty(family => family.InviteCode, (string?)null).SetProperty(family => family.InviteExpiresAt, (DateTimeOffset?)null), cancellationToken);
}
