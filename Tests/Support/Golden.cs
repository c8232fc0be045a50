namespace Tests.Support;

/// <summary>Texts that are compared whole with a file.</summary>
internal static class Golden
{
    public static async Task MatchesAsync(string file, string actual) =>
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Unit", "Golden", file)), actual);
}
