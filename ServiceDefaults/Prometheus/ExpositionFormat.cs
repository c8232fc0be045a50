namespace ServiceDefaults.Prometheus;

/// <summary>One of the formats that a scraper can ask for.</summary>
/// <param name="IsOpenMetrics">OpenMetrics, or the text format.</param>
/// <param name="Version">1.0.0 or 0.0.1 of OpenMetrics; 1.0.0 or 0.0.4 of the text format.</param>
/// <param name="Escaping">How names are written.</param>
/// <param name="SaysEscaping">Whether the answer says so: to who did not ask, it means nothing.</param>
internal sealed record ExpositionFormat(bool IsOpenMetrics, string Version, Escaping Escaping, bool SaysEscaping)
{
    /// <summary>All there are, the best first.</summary>
    public static readonly IReadOnlyList<ExpositionFormat> All =
    [
        .. from kind in ((bool IsOpenMetrics, string Version)[])[(true, "1.0.0"), (true, "0.0.1"), (false, "1.0.0"), (false, "0.0.4")]
           from escaping in (Escaping?[])[null, .. Enum.GetValues<Escaping>()]
           select new ExpositionFormat(kind.IsOpenMetrics, kind.Version, escaping ?? Escaping.Underscores, escaping is not null),
    ];

    /// <summary>The text format that everybody understands.</summary>
    public static readonly ExpositionFormat Text = All.First(format => format is { IsOpenMetrics: false, Version: "0.0.4" });

    /// <summary>OpenMetrics, as who does not know of escaping asks for it.</summary>
    public static readonly ExpositionFormat OpenMetrics = All[0];

    public string MediaType { get; } = IsOpenMetrics ? "application/openmetrics-text" : "text/plain";

    /// <summary>The Content-Type of the answer.</summary>
    public string ContentType { get; } =
        $"{(IsOpenMetrics ? "application/openmetrics-text" : "text/plain")}; version={Version}; charset=utf-8{(SaysEscaping ? "; escaping=" + Escaping.Term() : "")}";

    /// <summary>The lines before the first series of a family.</summary>
    public string HeadOf(FamilyName family, string help)
    {
        var name = family.Base(Escaping) + (IsOpenMetrics ? "" : family.Suffix);
        var quoted = Labels.Quoted(name);
        var isNamedForUnit = family.Unit.Length > 0 && name.EndsWith("_" + family.Unit, StringComparison.Ordinal);
        var unit = IsOpenMetrics && isNamedForUnit ? $"# UNIT {quoted} {family.Unit}\n" : "";
        return $"# HELP {quoted} {EscapeHelp(help)}\n# TYPE {quoted} {family.Type}\n{unit}";
    }

    private string EscapeHelp(string text) => IsOpenMetrics
        ? Labels.Escape(text)
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
