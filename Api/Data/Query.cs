namespace Api.Data;

/// <summary>What a command is, with the tags that its measurements have: made once, so that a measurement makes nothing.</summary>
/// <param name="type">What it does.</param>
/// <param name="table">A table of the model, or <see cref="OtherTable"/>.</param>
internal sealed class Query(QueryType type, string table)
{
    public const string OtherTable = "other";

    public QueryType Type => type;

    public string Table => table;

    public KeyValuePair<string, object?> TypeTag { get; } = QueryMetrics.TagOf(type);

    public KeyValuePair<string, object?> TableTag { get; } = new(QueryMetrics.TableTag, table);
}
