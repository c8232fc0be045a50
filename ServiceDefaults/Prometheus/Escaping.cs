namespace ServiceDefaults.Prometheus;

/// <summary>
/// How a scraper wants names that the old rules ([a-zA-Z_:][a-zA-Z0-9_:]*) do not allow: https://prometheus.io/docs/instrumenting/escaping_schemes/.
/// </summary>
internal enum Escaping
{
    /// <summary>One underscore for whatever does not fit. What a scraper gets that asks for nothing.</summary>
    Underscores,

    /// <summary>As they are, in quotes.</summary>
    AllowUtf8,

    /// <summary>Reversibly, with underscores doubled: dots as <c>_dot_</c>, the rest as two underscores.</summary>
    Dots,

    /// <summary>Reversibly, behind <c>U__</c>, what does not fit as its code point in hexadecimal.</summary>
    Values,
}
