namespace ServiceDefaults.Prometheus;

/// <summary>The labels of a series, with the tags that they come from.</summary>
internal sealed class LabelSet(KeyValuePair<string, object?>[] tags)
{
    public KeyValuePair<string, object?>[] Tags => tags;

    /// <summary>The labels as between the braces: what makes the series one of its own.</summary>
    public string Text { get; } = Labels.Render(tags, Escaping.Underscores);

    /// <summary>The labels with names as a scraper wants them.</summary>
    public string In(Escaping escaping) => escaping == Escaping.Underscores ? Text : Labels.Render(tags, escaping);
}
