using System.Text.Json;
using Dashboards;
using Hosting;
using Tests.Support;

namespace Tests.Grafana;

/// <summary>Queries of logs and traces, read by the grammars that Grafana's own editors use.</summary>
public sealed class GrammarTests
{
    // Reads {grammar: [query, …]}, writes for each query the text from its first error on, or null.
    private const string Script = """
        const { parser } = require(`@grafana/lezer-${process.argv[1]}`);
        const firstError = query => {
            let position = null;
            parser.parse(query).iterate({ enter: node => { if (node.type.isError && position === null) position = node.from; } });
            return position === null ? null : query.slice(position);
        };
        const queries = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(queries.map(firstError)));
        """;

    [Fact]
    public async Task LogQl_OfEveryPanel_IsUnderstood() => await AreUnderstoodAsync("logql", Variable.Loki);

    [Fact]
    public async Task TraceQl_OfEveryPanel_IsUnderstood() => await AreUnderstoodAsync("traceql", Variable.Tempo);

    [Theory]
    [InlineData("logql", """{service="api" | json""")]
    [InlineData("traceql", "{ duration > }")]
    public async Task Query_WithAMistake_IsNot(string grammar, string query) => Assert.NotNull(Assert.Single(await FirstErrorsAsync(grammar, [query])));

    private static async Task AreUnderstoodAsync(string grammar, Variable source)
    {
        string[] queries = [.. AllDashboards.List.SelectMany(dashboard => dashboard.Panels).SelectMany(panel => panel.Targets)
            .Where(target => target.Source == source && target.Query.Length > 0)
            .Select(target => target.Query.Replace("$__auto", "1m", StringComparison.Ordinal))];
        Assert.NotEmpty(queries);

        var errors = await FirstErrorsAsync(grammar, queries);

        Assert.All(queries.Zip(errors), query => Assert.True(query.Second is null, $"{query.First}\nis not understood from here on: {query.Second}"));
    }

    private static async Task<string?[]> FirstErrorsAsync(string grammar, string[] queries)
    {
        var (exitCode, output, errors) = await Filter.RunAsync(
            "/usr/bin/env", [$"NODE_PATH={BackingServices.InTools("grammars/node_modules")}", "node", "-e", Script, "--", grammar], JsonSerializer.Serialize(queries));
        Assert.True(exitCode == 0, errors);
        return JsonSerializer.Deserialize<string?[]>(output)!;
    }
}
