namespace Api.Chores;

/// <summary>Who does a chore.</summary>
public enum ChoreMode
{
    /// <summary>One child.</summary>
    Single,

    /// <summary>Several children, each for themselves: each has an assignment and earns the reward.</summary>
    MultiIndependent,

    /// <summary>The first child who claims it.</summary>
    Unassigned,
}
