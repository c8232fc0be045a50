using System.Runtime.CompilerServices;
using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Tests.Unit;

/// <summary>What a command is, read from its text. The model has the tables things, parts, "Odd Name" and audit.events.</summary>
public sealed class QueryReaderTests
{
    private readonly QueryReader _reader;

    public QueryReaderTests()
    {
        using var context = new Shop(new DbContextOptionsBuilder<Shop>().UseNpgsql("Host=nowhere").Options);
        _reader = new(context.Model);
    }

    [Theory]
    // What EF Core writes.
    [InlineData("SELECT t.\"Id\", t.\"Name\"\nFROM things AS t\nWHERE t.\"Id\" = @id", QueryType.Select, "things")]
    [InlineData("SELECT EXISTS (\n    SELECT 1\n    FROM things AS t)", QueryType.Select, "things")]
    [InlineData("SELECT (\n    SELECT count(*)::int\n    FROM parts AS p), t.\"Id\"\nFROM things AS t", QueryType.Select, "things")]
    [InlineData("SELECT s.\"Id\" FROM (\n    SELECT t.\"Id\" FROM things AS t LIMIT @p\n) AS s\nLEFT JOIN parts AS p ON TRUE", QueryType.Select, "things")]
    [InlineData("SELECT a IS DISTINCT FROM parts FROM things AS t", QueryType.Select, "things")]
    [InlineData("INSERT INTO things (\"Id\")\nVALUES (@p0);\nINSERT INTO parts (\"Id\")\nVALUES (@p1)\nRETURNING \"Id\";", QueryType.Insert, "things")]
    [InlineData("UPDATE parts SET \"Name\" = @p0\nWHERE \"Id\" = @p1;\nINSERT INTO things (\"Id\")\nVALUES (@p2);", QueryType.Update, "parts")]
    [InlineData("UPDATE things AS t\nSET \"Name\" = @p FROM parts AS p WHERE EXISTS (SELECT 1 FROM parts)", QueryType.Update, "things")]
    [InlineData("DELETE FROM \"Odd Name\" AS o\nWHERE o.\"Id\" = @id", QueryType.Delete, "Odd Name")]
    [InlineData("-- DELETE FROM parts\n\nSELECT 1\nFROM things AS t", QueryType.Select, "things")]
    [InlineData("SELECT e.\"Id\" FROM audit.events AS e", QueryType.Select, "events")]
    // What people write.
    [InlineData("  select * from THINGS", QueryType.Select, "things")]
    [InlineData("(SELECT 1 FROM things) UNION (SELECT 1 FROM parts)", QueryType.Select, "things")]
    [InlineData("SELECT * FROM unnest(@ids) AS i JOIN things AS t ON t.id = i", QueryType.Select, "things")]
    [InlineData("INSERT INTO things (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = 'x'", QueryType.Insert, "things")]
    [InlineData("INSERT INTO things SELECT * FROM parts", QueryType.Insert, "things")]
    [InlineData("DELETE FROM ONLY things USING parts", QueryType.Delete, "things")]
    [InlineData("UPDATE ONLY \"public\".\"things\" SET id = 1", QueryType.Update, "things")]
    [InlineData("UPDATE parts SET id = 1 WHERE id IN (SELECT id FROM things FOR UPDATE SKIP LOCKED) RETURNING id", QueryType.Update, "parts")]
    [InlineData("WITH due AS MATERIALIZED (SELECT id FROM things FOR UPDATE) UPDATE parts SET id = due.id FROM due", QueryType.Update, "parts")]
    [InlineData("WITH RECURSIVE tree(id) AS (SELECT id FROM things UNION SELECT 1 FROM tree), two AS (SELECT 2) SELECT * FROM tree", QueryType.Select, "things")]
    [InlineData("WITH gone AS (DELETE FROM parts RETURNING *) SELECT * FROM gone JOIN things ON TRUE", QueryType.Delete, "parts")]
    [InlineData("SET LOCAL lock_timeout = 1; UPDATE things SET id = 1", QueryType.Update, "things")]
    // What must not fool it.
    [InlineData("SELECT 'FROM things; DELETE FROM things' FROM parts", QueryType.Select, "parts")]
    [InlineData("SELECT 'it''s FROM things' FROM parts", QueryType.Select, "parts")]
    [InlineData("SELECT E'it\\'s FROM things ' || e FROM parts", QueryType.Select, "parts")]
    [InlineData("SELECT $$ FROM things $$, $q$ FROM things $$ $q$, $1 FROM parts", QueryType.Select, "parts")]
    [InlineData("/* UPDATE things /* in */ DELETE FROM things */ SELECT 1 FROM /* things */ parts", QueryType.Select, "parts")]
    [InlineData("SELECT \"FROM\" things, \"a \"\" FROM things\" FROM parts", QueryType.Select, "parts")]
    [InlineData("SELECT 1.5e3, 0x1F, 1_000, a-1, x$from FROM parts", QueryType.Select, "parts")]
    [InlineData("DO $$ BEGIN DELETE FROM things; END $$", QueryType.Other, "other")]
    // What is none of the model.
    [InlineData("SELECT 1", QueryType.Select, "other")]
    [InlineData("SELECT pg_advisory_lock(@p0)", QueryType.Select, "other")]
    [InlineData("SELECT * FROM users_of_another_database", QueryType.Select, "other")]
    [InlineData("SELECT * FROM events", QueryType.Select, "other")]
    [InlineData("SELECT * FROM audit.things", QueryType.Select, "other")]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" (\"Id\") VALUES ('x')", QueryType.Insert, "other")]
    [InlineData("CREATE TABLE things (id int)", QueryType.Other, "other")]
    [InlineData("LOCK TABLE things", QueryType.Other, "other")]
    [InlineData("SELEKT * FROM things", QueryType.Other, "other")]
    [InlineData("", QueryType.Other, "other")]
    // What ends too early.
    [InlineData("SELECT 'FROM things", QueryType.Select, "other")]
    [InlineData("SELECT $a$ FROM things", QueryType.Select, "other")]
    [InlineData("SELECT /* FROM things", QueryType.Select, "other")]
    [InlineData("SELECT 1 FROM \"", QueryType.Select, "other")]
    [InlineData("WITH", QueryType.Other, "other")]
    [InlineData("UPDATE", QueryType.Update, "other")]
    internal void Read_OfAText_IsWhatItDoesToWhich(string sql, QueryType type, string table)
    {
        var query = _reader.Read(sql);

        Assert.Equal((type, table), (query.Type, query.Table));
        Assert.Equal((QueryMetrics.TagOf(type), new(QueryMetrics.TableTag, table)), (query.TypeTag, query.TableTag));
    }

    [Fact]
    public void Find_MoreTextsThanItRemembers_ForgetsNoneOfTheFirstAndKeepsNoneOfTheLast()
    {
        var cache = new QueryCache(_reader);
        var first = FindNew(cache, number: 0);
        for (var i = 1; i < 1_000; i++)
            FindNew(cache, i);
        var last = FindNew(cache, 1_000);

        GC.Collect();

        Assert.True(first.TryGetTarget(out _));
        Assert.False(last.TryGetTarget(out _));
    }

    [Fact]
    public void Find_KnownUnknownOrLong_AllocatesNothing()
    {
        var cache = new QueryCache(_reader);
        string[] texts = [.. Enumerable.Range(0, 1_500).Select(TextOf), "SELECT " + new string(' ', 10_000) + " FROM things"];
        FindAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        FindAll();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void FindAll()
        {
            foreach (var text in texts)
                cache.Find(text);
        }
    }

    private static string TextOf(int number) => $"SELECT {number} FROM things";

    // A method of its own, whose locals are gone when it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<string> FindNew(QueryCache cache, int number)
    {
        var text = TextOf(number);
        Assert.Equal("things", cache.Find(text).Table);
        return new(text);
    }

    private sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            foreach (var (schema, table) in ((string?, string)[])[(null, "things"), (null, "parts"), (null, "Odd Name"), ("audit", "events")])
                modelBuilder.Entity(table, entity => entity.ToTable(table, schema).Property<int>("Id"));
        }
    }
}
