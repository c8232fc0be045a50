namespace Traffic;

/// <summary>An account that the API made, and what its owner knows about it.</summary>
/// <param name="Id">What the API calls it.</param>
/// <param name="Email">The address to log in with.</param>
/// <param name="Password">Its password.</param>
internal sealed record Account(string Id, string Email, string Password)
{
    /// <summary>The session of the last log-in.</summary>
    public Session? Session { get; set; }
}
