namespace Tests.Support.Rules;

/// <summary>A test of promtool's.</summary>
internal sealed class RuleTest
{
    /// <summary>A sentence; it begins with the alert that it tests.</summary>
    public string Name { get; init; } = "";

    public List<Expectation> AlertRuleTest { get; init; } = [];

    /// <summary>What an alert does at a moment: nothing, or fire so often.</summary>
    public sealed class Expectation
    {
        public string Alertname { get; init; } = "";

        public List<object> ExpAlerts { get; init; } = [];
    }
}
