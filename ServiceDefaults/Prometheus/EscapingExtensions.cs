using System.Text;

namespace ServiceDefaults.Prometheus;

/// <summary>Writes a name as a scheme wants it.</summary>
internal static class EscapingExtensions
{
    /// <summary>The word for it in Accept and Content-Type.</summary>
    public static string Term(this Escaping escaping) => escaping switch
    {
        Escaping.AllowUtf8 => "allow-utf-8",
        Escaping.Dots => "dots",
        Escaping.Values => "values",
        _ => "underscores",
    };

    public static string Apply(this Escaping escaping, string name) => escaping switch
    {
        Escaping.AllowUtf8 => name,
        Escaping.Dots => Dots(name),
        Escaping.Values => PrometheusName.IsLegacy(name) ? name : Values(name),
        _ => PrometheusName.IsLegacy(name) ? name : PrometheusName.ToLegacy(name),
    };

    private static string Dots(string name) => Replace(name, "", (rune, isLegacy) => rune.Value switch
    {
        '_' => "__",
        '.' => "_dot_",
        _ => isLegacy ? null : "__",
    });

    private static string Values(string name) => Replace(name, "U__", (rune, isLegacy) => rune.Value == '_' ? "__" : isLegacy ? null : $"_{rune.Value:x}_");

    private static string Replace(string name, string start, Func<Rune, bool, string?> replacement)
    {
        var result = new StringBuilder(start);
        var position = 0;
        foreach (var rune in name.EnumerateRunes())
            result.Append(replacement(rune, PrometheusName.IsLegacy(rune, position++)) ?? rune.ToString());
        return result.ToString();
    }
}
