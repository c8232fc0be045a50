namespace ServiceDefaults.Prometheus;

/// <summary>The labels of a series, with the tags that they come from.</summary>
internal sealed class LabelSet(KeyValuePair<string, object?>[] tags)
{
    /// <summary>The tags with the texts of their values. An object is asked for it once: what it would say later, or throw, no scrape has to meet.</summary>
    public KeyValuePair<string, object?>[] Tags { get; } =
        Array.ConvertAll(tags, tag => KeyValuePair.Create<string, object?>(tag.Key, tag.Value is null ? null : Labels.Text(tag.Value)));

    /// <summary>The labels as between the braces: what makes the series one of its own.</summary>
    public string Text => field ??= Labels.Render(Tags, Escaping.Underscores);

    /// <summary>The labels with names as a scraper wants them.</summary>
    public string In(Escaping escaping) => escaping == Escaping.Underscores ? Text : Labels.Render(Tags, escaping);
}
