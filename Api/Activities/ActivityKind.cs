namespace Api.Activities;

/// <summary>What somebody did.</summary>
public enum ActivityKind
{
    /// <summary>A parent created the family.</summary>
    FamilyCreated,

    /// <summary>Somebody joined with the invite code.</summary>
    MemberJoined,

    /// <summary>A parent made a child's account.</summary>
    ChildAdded,

    /// <summary>Somebody's account was deleted.</summary>
    MemberLeft,

    /// <summary>A parent created a chore.</summary>
    ChoreCreated,

    /// <summary>A parent took a chore away.</summary>
    ChoreArchived,

    /// <summary>A child took an assignment from the pool.</summary>
    AssignmentClaimed,

    /// <summary>A child said that a chore is done.</summary>
    AssignmentCompleted,

    /// <summary>A parent found that it is.</summary>
    AssignmentApproved,

    /// <summary>A parent found that it is not.</summary>
    AssignmentRejected,

    /// <summary>A parent gave something besides.</summary>
    BonusGiven,

    /// <summary>A parent took something.</summary>
    PenaltyGiven,

    /// <summary>A week was summed up.</summary>
    WeekSummarized,
}
