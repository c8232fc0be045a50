namespace Api.Data;

/// <summary>Why a command failed.</summary>
internal enum QueryError
{
    /// <summary>There is such a row already.</summary>
    UniqueViolation,

    /// <summary>Somebody else was at it at the same time: a serialization failure or a deadlock.</summary>
    Conflict,

    /// <summary>It took longer than it may, or waited longer for a lock.</summary>
    Timeout,

    /// <summary>There was no connection to be had, or it broke.</summary>
    Connection,

    /// <summary>Nobody waited for it any more.</summary>
    Cancelled,

    Other,
}
