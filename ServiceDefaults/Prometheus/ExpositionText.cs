using System.Text;

namespace ServiceDefaults.Prometheus;

/// <summary>Writes families that were not recorded in this process in the text format: https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
public sealed class ExpositionText
{
    private readonly StringBuilder _text = new();

    /// <summary>The Content-Type of what is written: that of version 0.0.4, which every scraper reads.</summary>
    public static string ContentType => ExpositionFormat.Text.ContentType;

    /// <summary>Begins a family: its HELP and TYPE. Its samples follow, and no other's between them.</summary>
    /// <param name="name">What it is called; a counter with <c>_total</c>.</param>
    /// <param name="type">counter, gauge or histogram.</param>
    /// <param name="help">What a sample of it says, in a sentence.</param>
    /// <returns>The same text.</returns>
    public ExpositionText Family(string name, string type, string help)
    {
        _text.Append(ExpositionFormat.Text.HeadOf(new(name, type), help));
        return this;
    }

    /// <summary>Writes a sample.</summary>
    /// <param name="name">What it is called; that of a histogram's family with <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="labels">Names and values, these as they are.</param>
    /// <param name="value">A number as Prometheus writes it: also NaN, +Inf, -Inf.</param>
    /// <returns>The same text.</returns>
    public ExpositionText Sample(string name, IEnumerable<KeyValuePair<string, string>> labels, string value)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var rendered = string.Join(',', labels.Select(label => $"{Labels.Quoted(label.Key)}=\"{Labels.Escape(label.Value)}\""));
        _text.Append(name).Append(rendered.Length > 0 ? $"{{{rendered}}}" : "").Append(' ').Append(value).Append('\n');
        return this;
    }

    /// <summary>What was written so far.</summary>
    /// <returns>A whole answer to a scrape.</returns>
    public override string ToString() => _text.ToString();
}
