namespace Tests.Support;

/// <summary>What becomes of a COMMIT.</summary>
public enum CommitFault
{
    /// <summary>The connection breaks before the server gets it: nothing is committed.</summary>
    LostBefore,

    /// <summary>The server commits, and the connection breaks before it can say so.</summary>
    AnswerLost,

    /// <summary>The server commits, and its answer never comes, though the connection stays.</summary>
    AnswerHeldBack,
}
