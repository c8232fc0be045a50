using System.Diagnostics.Metrics;
using Api.Data;

namespace Api.Families;

/// <summary>How many families there are, and how they grow.</summary>
internal sealed class FamiliesMetrics
{
    public const string MeterName = "Api.Families";

    /// <summary>Counter, <c>{family}</c>: families that were created.</summary>
    public const string CreatedName = "families.created"; // scraped as families_created_total

    /// <summary>Counter, <c>{user}</c>: users who joined a family with its invite code.</summary>
    public const string JoinsName = "family.joins"; // scraped as family_joins_total

    /// <summary>Gauge, <c>{family}</c>, from the database: families in which somebody did something within the last seven days.</summary>
    public const string ActiveName = "families_active.count";

    private readonly Counter<long> _created;
    private readonly Counter<long> _joins;

    public FamiliesMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _created = meter.CreateCounter<long>(CreatedName, "{family}", "Families that were created.");
        _joins = meter.CreateCounter<long>(JoinsName, "{user}", "Users who joined a family with its invite code.");
        Active = new(meter, ActiveName, "{family}", "Families in which somebody did something within the last seven days.");

        _created.Add(0);
        _joins.Add(0);
    }

    public StateGauge Active { get; }

    public void Created() => _created.Add(1);

    public void Joined() => _joins.Add(1);
}
