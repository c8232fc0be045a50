using System.Diagnostics.Metrics;
using Api.Data;
using ServiceDefaults;

namespace Api.Background;

/// <summary>What becomes of work that was put off.</summary>
internal sealed class JobsMetrics
{
    public const string MeterName = "Api.Background";

    /// <summary>Counter, <c>{task}</c>: jobs. Tags: <see cref="TypeTag"/>, <see cref="StatusTag"/>.</summary>
    public const string TasksName = "background.tasks"; // scraped as background_tasks_total

    /// <summary>Counter, <c>{attempt}</c>: attempts that failed and are made again. Tags: <see cref="TypeTag"/>.</summary>
    public const string RetriesName = "background.retries"; // scraped as background_retries_total

    /// <summary>Histogram, seconds: how long an attempt took, whatever came of it. Tags: <see cref="TypeTag"/>.</summary>
    public const string DurationName = "background.task.duration"; // scraped as background_task_duration_seconds

    /// <summary>Gauge, <c>{task}</c>, from the database: jobs that wait, those included that are not due yet.</summary>
    public const string QueueSizeName = "background.queue.size"; // scraped as background_queue_size

    /// <summary>Gauge, <c>{task}</c>, from the database: jobs that are due and wait all the same.</summary>
    public const string OverdueName = "background.overdue"; // scraped as background_overdue

    /// <summary>Gauge, <c>{task}</c>, from the database: jobs that failed too often, and wait for a person.</summary>
    public const string DeadLettersName = "background.dead_letters"; // scraped as background_dead_letters

    /// <summary>What <see cref="IJobHandler.Type"/> says; _OTHER when no handler here has it.</summary>
    public const string TypeTag = "task_type";

    /// <summary>queued, completed or failed (given up).</summary>
    public const string StatusTag = "status";

    private const string Queue = "queued";
    private const string Complete = "completed";
    private const string Fail = "failed";
    private const string Other = "_OTHER";

    private readonly Counter<long> _tasks;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _duration;
    private readonly HashSet<string> _types;

    public JobsMetrics(IMeterFactory meters, IEnumerable<JobType> types)
    {
        var meter = meters.Create(MeterName);
        _tasks = meter.CreateCounter<long>(TasksName, "{task}", "Jobs that were queued, completed or given up.");
        _retries = meter.CreateCounter<long>(RetriesName, "{attempt}", "Attempts that failed and are made again.");
        _duration = meter.CreateHistogram(
            DurationName, "s", "Time that an attempt at a job took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.ShortSeconds });
        QueueSize = new(meter, QueueSizeName, "{task}", "Jobs that wait, those included that are not due yet.");
        Overdue = new(meter, OverdueName, "{task}", "Jobs that are due and wait all the same.");
        DeadLetters = new(meter, DeadLettersName, "{task}", "Jobs that failed too often, and wait for a person.");

        _types = [.. types.Select(type => type.Name)];
        foreach (var type in _types)
        {
            Count(0, type, Queue);
            Count(0, type, Complete);
            Count(0, type, Fail);
            _retries.Add(0, TagOf(type));
        }

        Count(0, Other, Fail);
    }

    public StateGauge QueueSize { get; }

    public StateGauge Overdue { get; }

    public StateGauge DeadLetters { get; }

    public void Queued(string type) => Count(1, type, Queue);

    public void Completed(string type, TimeSpan took)
    {
        Count(1, type, Complete);
        _duration.Record(took.TotalSeconds, TagOf(type));
    }

    /// <summary>An attempt failed, and another will be made.</summary>
    public void Retried(string type, TimeSpan took)
    {
        _retries.Add(1, TagOf(type));
        _duration.Record(took.TotalSeconds, TagOf(type));
    }

    /// <summary>The last attempt failed.</summary>
    public void GivenUp(string type, TimeSpan took)
    {
        Count(1, type, Fail);
        _duration.Record(took.TotalSeconds, TagOf(type));
    }

    private void Count(long count, string type, string status) => _tasks.Add(count, TagOf(type), new(StatusTag, status));

    private KeyValuePair<string, object?> TagOf(string type) => new(TypeTag, _types.TryGetValue(type, out var known) ? known : Other);
}
