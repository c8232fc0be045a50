namespace Traffic;

/// <summary>What logging in gives.</summary>
/// <param name="Token">Shown with each request.</param>
/// <param name="RefreshToken">Gives new tokens for the same session.</param>
/// <param name="Ends">Until when the token is good.</param>
internal sealed record Session(string Token, string RefreshToken, DateTimeOffset Ends);
