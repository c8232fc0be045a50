namespace Traffic;

/// <summary>An account that the API made, and what its owner knows about it.</summary>
/// <param name="Id">What the API calls it.</param>
/// <param name="Email">The address to log in with; null for a child, who has a user name instead.</param>
/// <param name="Password">Its password.</param>
/// <param name="UserName">What a child logs in with.</param>
internal sealed record Account(string Id, string? Email, string Password, string? UserName = null)
{
    /// <summary>The session of the last log-in.</summary>
    public Session? Session { get; set; }
}
