namespace Tests.Support.Rules;

/// <summary>Rules that Prometheus evaluates one after another.</summary>
internal sealed class RuleGroup
{
    public string Name { get; init; } = "";

    public List<Rule> Rules { get; init; } = [];
}
