using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Api.Data;

/// <summary>
/// Reads from a command's text what it does, and to which table of the model. Of several statements the first that reads or writes rows counts; of a
/// statement with others in it (<c>WITH</c>) the first that writes, else the last. Allocates nothing.
/// </summary>
internal sealed class QueryReader
{
    private const string DefaultSchema = "public";

    private readonly Query[] _ofOtherTables = QueriesOf(Query.OtherTable);
    private readonly FrozenDictionary<string, Table>.AlternateLookup<ReadOnlySpan<char>> _tables;

    public QueryReader(IModel model) => _tables = model.GetRelationalModel().Tables
        .ToFrozenDictionary(table => table.Name, table => new Table(table.Schema ?? DefaultSchema, QueriesOf(table.Name)), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public Query Read(ReadOnlySpan<char> sql)
    {
        var words = new SqlWords(sql);
        Table? readBefore = null; // by what stands in a WITH
        while (words.MoveNext())
        {
            if (words.Is("WITH"))
                readBefore = PassWith(ref words);

            switch (TypeOf(words))
            {
                case QueryType.Select:
                    return Of(QueryType.Select, TableReadBy(ref words) ?? readBefore);
                case not QueryType.Other and var type:
                    return Of(type, TableWrittenBy(ref words));
                case QueryType.Other when !words.Is("(") && !words.Is(";"): // (SELECT …) UNION …
                    PassStatement(ref words);
                    break;
            }
        }

        return _ofOtherTables[(int)QueryType.Other];
    }

    /// <summary>From WITH to the statement that writes, else to the one that all of this is for.</summary>
    /// <returns>The first table of the model that is read on the way.</returns>
    private Table? PassWith(ref SqlWords words)
    {
        var depth = words.Depth;
        var isFirst = false; // in parentheses
        Table? read = null;
        while (words.MoveNext())
        {
            var type = TypeOf(words);
            if (type != QueryType.Other && (words.Depth == depth || (isFirst && type != QueryType.Select)))
                break;

            if (IsBeforeTable(words))
                read ??= TableAfter(ref words);
            isFirst = words.Is("(");
        }

        return read;
    }

    private static void PassStatement(ref SqlWords words)
    {
        while (words.MoveNext() && !words.Is(";"))
        {
        }
    }

    // INSERT INTO table, UPDATE ONLY table, DELETE FROM table
    private Table? TableWrittenBy(ref SqlWords words)
    {
        var before = words;
        while (words.MoveNext() && (words.Is("INTO") || words.Is("FROM")))
            before = words;
        return TableAfter(ref before);
    }

    /// <summary>The first table of the model in the FROM that belongs to the SELECT, and in what follows; else in what is selected: <c>SELECT EXISTS (SELECT 1 FROM table)</c>.</summary>
    private Table? TableReadBy(ref SqlWords words)
    {
        var depth = words.Depth;
        var isInFrom = false;
        var isDistinct = false;
        Table? selected = null;
        while (words.MoveNext() && words.Depth >= depth && !words.Is(";"))
        {
            if (IsBeforeTable(words) && !isDistinct) // a IS DISTINCT FROM b
            {
                isInFrom |= words.Depth == depth;
                var table = TableAfter(ref words);
                if (isInFrom && table is not null)
                    return table;
                selected ??= table;
            }

            isDistinct = words.Is("DISTINCT");
        }

        return selected;
    }

    private static bool IsBeforeTable(in SqlWords words) => words.Is("FROM") || words.Is("JOIN");

    /// <summary>Reads <c>table</c>, <c>schema.table</c>, <c>"table"</c>, <c>ONLY table</c>.</summary>
    /// <returns>Null when the model has no such table.</returns>
    private Table? TableAfter(ref SqlWords words)
    {
        var ahead = words;
        if (!ahead.MoveNext() || (ahead.Is("ONLY") && !ahead.MoveNext()))
            return null;

        ReadOnlySpan<char> schema = DefaultSchema;
        var name = ahead.Current;
        var dot = ahead;
        while (dot.MoveNext() && dot.Is(".") && dot.MoveNext())
        {
            schema = name;
            name = dot.Current;
        }

        if (!_tables.TryGetValue(name, out var table) || !schema.Equals(table.Schema, StringComparison.OrdinalIgnoreCase))
            return null;

        words = ahead;
        return table;
    }

    private Query Of(QueryType type, Table? table) => (table?.Queries ?? _ofOtherTables)[(int)type];

    private static QueryType TypeOf(in SqlWords words) =>
        words.Is("SELECT") ? QueryType.Select
        : words.Is("INSERT") ? QueryType.Insert
        : words.Is("UPDATE") ? QueryType.Update
        : words.Is("DELETE") ? QueryType.Delete
        : QueryType.Other;

    private static Query[] QueriesOf(string table) => [.. Enum.GetValues<QueryType>().Select(type => new Query(type, table))];

    private sealed record Table(string Schema, Query[] Queries);
}
