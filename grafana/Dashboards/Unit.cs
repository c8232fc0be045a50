namespace Dashboards;

/// <summary>Units by their ids in Grafana.</summary>
internal static class Unit
{
    public const string None = "none";
    public const string Count = "short";
    public const string Seconds = "s";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string RequestsPerSecond = "reqps";
    public const string RequestsPerMinute = "reqpm";
    public const string PerSecond = "ops";

    /// <summary>For what happens too seldom to be told per second.</summary>
    public const string PerHour = "suffix: /h";

    /// <summary>Of 0 to 100.</summary>
    public const string Percent = "percent";

    /// <summary>Of 0 to 1.</summary>
    public const string Ratio = "percentunit";
}
