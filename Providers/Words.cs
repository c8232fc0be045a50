namespace SimulatedProviders;

/// <summary>Text whose tokens are its words.</summary>
internal static class Words
{
    private static readonly string[] All =
    [
        "a", "about", "again", "an", "answer", "as", "at", "because", "but", "chance", "every", "for", "from", "gives", "has", "in", "is", "it",
        "made", "model", "never", "no", "none", "nothing", "of", "often", "one", "or", "other", "out", "question", "same", "says", "seed",
        "simulated", "so", "than", "that", "the", "this", "though", "to", "up", "was", "what", "where", "with", "word", "words",
    ];

    /// <summary>How many tokens a text has: its words, parted by white space.</summary>
    public static int Count(string text) => text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Tokens of an answer; put together they are its text.</summary>
    public static IReadOnlyList<string> Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(index => (index == 0 ? "" : " ") + All[random.Next(All.Length)])];
}
