using System.Diagnostics.Metrics;
using ServiceDefaults;

namespace Api.Data;

/// <summary>What the database is asked, how long it takes to answer, and how it fails.</summary>
internal sealed class QueryMetrics
{
    public const string MeterName = "Api.Data";

    /// <summary>
    /// Histogram, seconds: from a command's start until the first of its answer or its failure. An attempt to connect that failed is one of type and table
    /// other. Tags: <see cref="TypeTag"/>, <see cref="TableTag"/>; of those that failed also <see cref="ErrorTag"/>.
    /// </summary>
    public const string DurationName = "db.query.duration"; // scraped as db_query_duration_seconds

    /// <summary>Counter, <c>{query}</c>: commands that failed, each attempt counted. Tags: <see cref="ErrorTag"/>, <see cref="TypeTag"/>.</summary>
    public const string ErrorsName = "db.query.errors"; // scraped as db_query_errors_total

    /// <summary>select, insert, update, delete or other.</summary>
    public const string TypeTag = "query_type";

    /// <summary>A table of the model: the one that is written to, or read from first; else other.</summary>
    public const string TableTag = "table";

    /// <summary>unique_violation, conflict, timeout, connection, cancelled or other.</summary>
    public const string ErrorTag = "error_type";

    private static readonly KeyValuePair<string, object?>[] ErrorTags = [.. Enum.GetValues<QueryError>().Select(TagOf)];

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _errors;

    public QueryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            DurationName, "s", "Time that the database took to answer a command, or to fail.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.ShortSeconds });
        _errors = meter.CreateCounter<long>(ErrorsName, "{query}", "Commands that failed.");

        foreach (var error in ErrorTags)
        {
            foreach (var type in Enum.GetValues<QueryType>().Select(TagOf))
                _errors.Add(0, error, type);
        }
    }

    /// <summary>Whether anybody wants to know.</summary>
    public bool Enabled => _duration.Enabled || _errors.Enabled;

    public void Answered(Query query, TimeSpan elapsed) => _duration.Record(elapsed.TotalSeconds, query.TypeTag, query.TableTag);

    public void Failed(Query query, QueryError error, TimeSpan elapsed)
    {
        _duration.Record(elapsed.TotalSeconds, query.TypeTag, query.TableTag, ErrorTags[(int)error]);
        _errors.Add(1, ErrorTags[(int)error], query.TypeTag);
    }

    public static KeyValuePair<string, object?> TagOf(QueryType type) => new(TypeTag, type switch
    {
        QueryType.Select => "select",
        QueryType.Insert => "insert",
        QueryType.Update => "update",
        QueryType.Delete => "delete",
        _ => "other",
    });

    private static KeyValuePair<string, object?> TagOf(QueryError error) => new(ErrorTag, error switch
    {
        QueryError.UniqueViolation => "unique_violation",
        QueryError.Conflict => "conflict",
        QueryError.Timeout => "timeout",
        QueryError.Connection => "connection",
        QueryError.Cancelled => "cancelled",
        _ => "other",
    });
}
