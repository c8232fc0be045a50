namespace Tests.Support;

/// <summary>What an administrator of the gateway does, whose key the client shows.</summary>
internal static class Administration
{
    public const string Accounts = "/api/v1/gateway/accounts";

    /// <summary>Makes an account.</summary>
    /// <param name="administrator">Who does.</param>
    /// <param name="credits">What it is given; 0 for nothing.</param>
    /// <returns>Its id.</returns>
    public static async Task<string> CreateAccountAsync(this HttpClient administrator, decimal credits = 0)
    {
        var id = (await administrator.PostAsync(Accounts, new { name = "Ada Ltd" })).GetProperty("id").ToString();
        if (credits > 0)
            await administrator.PostAsync($"{Accounts}/{id}/grants", new { amount = credits, reason = "A test" });
        return id;
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The whole of it, and its id.</returns>
    public static async Task<(string Secret, string Id)> CreateKeyAsync(this HttpClient administrator, string account, object? body = null)
    {
        var key = await administrator.PostAsync($"{Accounts}/{account}/keys", body ?? new { name = "A test" });
        return (key.GetProperty("key").GetString()!, key.GetProperty("details").GetProperty("id").ToString());
    }
}
