namespace Api.Chores;

/// <summary>How far an assignment is.</summary>
public enum AssignmentStatus
{
    /// <summary>To be done, or to be done again after a parent sent it back.</summary>
    Pending,

    /// <summary>The child says that it is done.</summary>
    Completed,

    /// <summary>A parent says so, too. The reward is paid.</summary>
    Approved,
}
