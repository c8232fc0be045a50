namespace Api.Identity;

/// <summary>Why a log-in was refused. Only metrics tell: the answer is the same.</summary>
internal enum LoginFailure
{
    UnknownUser,
    WrongPassword,
    LockedOut,
}
