using System.Diagnostics.Metrics;
using Api.Data;

namespace Api.Chores;

/// <summary>What becomes of chores.</summary>
internal sealed class ChoresMetrics
{
    public const string MeterName = "Api.Chores";

    /// <summary>Counter, <c>{chore}</c>: chores that a parent created. Tags: <see cref="ModeTag"/>.</summary>
    public const string CreatedName = "chores.created"; // scraped as chores_created_total

    /// <summary>Counter, <c>{chore}</c>: assignments that a child completed; once more when it was rejected and completed again. Tags: <see cref="ModeTag"/>.</summary>
    public const string CompletedName = "chores.completed"; // scraped as chores_completed_total

    /// <summary>Counter, <c>{chore}</c>: completed assignments that a parent approved. Tags: <see cref="ModeTag"/>.</summary>
    public const string ApprovedName = "chores.approved"; // scraped as chores_approved_total

    /// <summary>Counter, <c>{chore}</c>: completed assignments that a parent sent back. Tags: <see cref="ModeTag"/>.</summary>
    public const string RejectedName = "chores.rejected"; // scraped as chores_rejected_total

    /// <summary>Counter, <c>{assignment}</c>: assignments that were made, with a chore or when its cool-down was over. Tags: <see cref="ModeTag"/>.</summary>
    public const string AssignmentsCreatedName = "assignments.created"; // scraped as assignments_created_total

    /// <summary>Counter, <c>{assignment}</c>: assignments of the pool that a child claimed.</summary>
    public const string AssignmentsClaimedName = "assignments.claimed"; // scraped as assignments_claimed_total

    /// <summary>Histogram, seconds: from the moment that a child had an assignment, given or claimed, until it was completed. Tags: <see cref="ModeTag"/>.</summary>
    public const string CompletionTimeName = "chore.completion.time"; // scraped as chore_completion_time_seconds

    /// <summary>Gauge, <c>{assignment}</c>, from the database: completed assignments that wait for a parent.</summary>
    public const string PendingApprovalsName = "pending_approvals.count";

    /// <summary>single, multi_independent or unassigned.</summary>
    public const string ModeTag = "mode";

    /// <summary>An hour, 12 hours, a day, 3 days, a week, 2 weeks: "the same evening" is told from "the next day".</summary>
    public static readonly double[] CompletionSeconds = [3_600, 43_200, 86_400, 259_200, 604_800, 1_209_600];

    private readonly Counter<long> _created;
    private readonly Counter<long> _completed;
    private readonly Counter<long> _approved;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _assignmentsCreated;
    private readonly Counter<long> _assignmentsClaimed;
    private readonly Histogram<double> _completionTime;

    public ChoresMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _created = meter.CreateCounter<long>(CreatedName, "{chore}", "Chores that a parent created.");
        _completed = meter.CreateCounter<long>(CompletedName, "{chore}", "Assignments that a child completed.");
        _approved = meter.CreateCounter<long>(ApprovedName, "{chore}", "Completed assignments that a parent approved.");
        _rejected = meter.CreateCounter<long>(RejectedName, "{chore}", "Completed assignments that a parent sent back.");
        _assignmentsCreated = meter.CreateCounter<long>(AssignmentsCreatedName, "{assignment}", "Assignments that were made, with a chore or after its cool-down.");
        _assignmentsClaimed = meter.CreateCounter<long>(AssignmentsClaimedName, "{assignment}", "Assignments of the pool that a child claimed.");
        _completionTime = meter.CreateHistogram(
            CompletionTimeName, "s", "Time from the moment that a child had an assignment until it was completed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = CompletionSeconds });
        PendingApprovals = new(meter, PendingApprovalsName, "{assignment}", "Completed assignments that wait for a parent.");

        _assignmentsClaimed.Add(0);
        foreach (var tag in Enum.GetValues<ChoreMode>().Select(TagOf))
        {
            foreach (var counter in (Counter<long>[])[_created, _completed, _approved, _rejected, _assignmentsCreated])
                counter.Add(0, tag);
        }
    }

    public StateGauge PendingApprovals { get; }

    public void Created(ChoreMode mode) => _created.Add(1, TagOf(mode));

    public void Completed(ChoreMode mode, TimeSpan since)
    {
        _completed.Add(1, TagOf(mode));
        _completionTime.Record(since.TotalSeconds, TagOf(mode));
    }

    public void Approved(ChoreMode mode) => _approved.Add(1, TagOf(mode));

    public void Rejected(ChoreMode mode) => _rejected.Add(1, TagOf(mode));

    public void Assigned(ChoreMode mode, int assignments) => _assignmentsCreated.Add(assignments, TagOf(mode));

    public void Claimed() => _assignmentsClaimed.Add(1);

    private static KeyValuePair<string, object?> TagOf(ChoreMode mode) => new(ModeTag, mode switch
    {
        ChoreMode.Single => "single",
        ChoreMode.MultiIndependent => "multi_independent",
        ChoreMode.Unassigned => "unassigned",
        _ => "_OTHER",
    });
}
