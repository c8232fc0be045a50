using System.Text.RegularExpressions;

namespace Tests.Support;

/// <summary>Reads PromQL as far as tests need it.</summary>
internal static partial class PromQl
{
    // Operators, modifiers, aggregations and numbers that stand without a parenthesis right behind them, as in "sum by (le) (…)". In any case of letters.
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "unless", "atan2", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "inf", "nan",
        "sum", "min", "max", "avg", "group", "stddev", "stdvar", "count", "count_values", "bottomk", "topk", "quantile", "limitk", "limit_ratio",
    };

    /// <summary>The names of the metrics that an expression reads, each once; a dashboard's variables (<c>$__rate_interval</c>) may be in it.</summary>
    /// <remarks>A name that a selector gives as the label <c>__name__</c> is not among them.</remarks>
    public static IReadOnlySet<string> MetricNames(string expression) =>
        Part().Matches(expression).Select(part => part.Groups["name"].Value).Where(name => name.Length > 0 && !Keywords.Contains(name)).ToHashSet();

    // What may hold words that are no metrics is matched first, as a whole: it has no name. A word before a parenthesis is a function.
    [GeneratedRegex("""
        "([^"\\]|\\.)*" | '([^'\\]|\\.)*' | `[^`]*`             # strings
        | \#.*                                                  # a comment
        | \{ ( [^}"'`] | "([^"\\]|\\.)*" | '([^'\\]|\\.)*' | `[^`]*` )* \}      # labels, which may have a brace in a string; ${variable}
        | \[ [^\]]* \]                                          # a range
        | \b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)         # names of labels
        | \d[\w.]*                                              # a number or a duration
        | \$\w+                                                 # a variable
        | (?<name>(?>[a-z_:][\w:]*))(?!\s*\()
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Part();
}
