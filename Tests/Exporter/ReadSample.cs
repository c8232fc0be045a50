namespace Tests.Exporter;

/// <summary>A line of an exposition.</summary>
/// <param name="Name">With its suffix.</param>
/// <param name="Labels">Without escapes.</param>
/// <param name="Value">Its value.</param>
/// <param name="Exemplar">Behind the value; null where there is none.</param>
internal sealed record ReadSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value, ReadExemplar? Exemplar)
{
    /// <summary>What makes a series one of its own.</summary>
    public string Series => $"{Name}{{{string.Join(',', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value.Length}:{label.Value}"))}}}";

    /// <summary>Whether these are its labels, all of them.</summary>
    public bool Has(params (string Name, string Value)[] labels) =>
        labels.Length == Labels.Count && labels.All(label => Labels.GetValueOrDefault(label.Name) == label.Value);
}
