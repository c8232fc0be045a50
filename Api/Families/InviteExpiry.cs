using Api.Background;
using Api.Commands;
using Api.Data;

namespace Api.Families;

/// <summary>Job: forgets an invite code that has expired. It was no good from then on; now it is not there any more.</summary>
internal sealed class InviteExpiry(AppDbContext database, CurrentCommand current, TimeProvider time) : IJobHandler
{
    public static string Type => "invite_expiry";

    /// <inheritdoc/>
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await database.Set<Family>().Where(family => family.Id == job.Subject && family.InviteExpiresAt <= now).ForgetInvitesAsync(cancellationToken);
        current.Invalidate(FamilyService.KeyOf(job.Subject));
    }
}
