namespace Api.Identity;

/// <summary>What somebody is in a family. It never changes.</summary>
public enum Role
{
    /// <summary>Sets chores, approves them, and sees all of the family.</summary>
    Parent,

    /// <summary>Does chores, earns their rewards, and sees what is theirs.</summary>
    Child,
}
