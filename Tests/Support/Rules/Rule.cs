namespace Tests.Support.Rules;

/// <summary>A recording rule or an alert, as its file has it.</summary>
internal sealed class Rule
{
    /// <summary>The name of what a recording rule records; null in an alert.</summary>
    public string? Record { get; init; }

    /// <summary>The name of an alert; null in a recording rule.</summary>
    public string? Alert { get; init; }

    /// <summary>PromQL.</summary>
    public string Expr { get; init; } = "";

    /// <summary>How long its condition has to hold before an alert fires, such as <c>2m</c>.</summary>
    public string? For { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    public Dictionary<string, string> Annotations { get; init; } = [];

    public override string ToString() => Alert ?? Record ?? Expr;
}
