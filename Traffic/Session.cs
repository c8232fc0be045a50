namespace Traffic;

/// <summary>What logging in gives.</summary>
/// <param name="Token">Shown with each request.</param>
/// <param name="Ends">Until when it is good.</param>
internal sealed record Session(string Token, DateTimeOffset Ends);
