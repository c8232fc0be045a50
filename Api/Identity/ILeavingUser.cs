namespace Api.Identity;

/// <summary>What another module does when a user's account is deleted, in the same transaction.</summary>
internal interface ILeavingUser
{
    /// <param name="user">Who leaves: as he was before.</param>
    /// <param name="deletedBy">Himself, or a parent of his.</param>
    /// <param name="isLast">Whether the user has a family in which nobody else is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task LeaveAsync(UserResponse user, Guid deletedBy, bool isLast, CancellationToken cancellationToken);
}
