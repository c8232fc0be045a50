using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults.Prometheus;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>
/// The parsers of Prometheus' own client for Python, as Debian has them: that of OpenMetrics is the strictest there is, that of the text format a lax one. They know no
/// names in UTF-8.
/// </summary>
internal static class PythonReader
{
    private const string Python = "/usr/bin/python3"; // Debian's, which finds Debian's packages
    private const string Missing = "These tests need an independent parser: apt-get install --no-install-recommends python3-prometheus-client";

    // Standard input: [{"IsOpenMetrics": …, "Text": …}]; standard output: for each of them its families, or what is wrong with it.
    private const string Script = """
        import json, sys
        try:
            from prometheus_client import parser
            from prometheus_client.openmetrics import parser as openmetrics
        except ImportError:
            sys.exit(3)

        def exemplar(of):
            return of and {"TraceId": of.labels["trace_id"], "SpanId": of.labels["span_id"], "Value": number(of.value), "Time": number(of.timestamp)}

        def number(value):
            return json.dumps(float(value))

        def sample(of):
            return {"Name": of.name, "Labels": of.labels, "Value": number(of.value), "Exemplar": exemplar(of.exemplar)}

        def family(of):
            return {"Name": of.name, "Type": of.type, "Help": of.documentation, "Unit": of.unit, "Samples": [sample(each) for each in of.samples]}

        def read(isOpenMetrics, text):
            try:
                families = (openmetrics if isOpenMetrics else parser).text_string_to_metric_families(text)
                return {"Families": [family(each) for each in families]}
            except Exception as error:
                return {"Error": f"{type(error).__name__}: {error}"}

        json.dump([read(each["IsOpenMetrics"], each["Text"]) for each in json.load(sys.stdin)], sys.stdout)
        """;

    private const int HasNoParser = 3;

    private static readonly JsonSerializerOptions Numbers = new()
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Reads an exposition; the test fails when it is not one.</summary>
    public static async Task<IReadOnlyList<ReadFamily>> ReadAsync(string text, ExpositionFormat format) => (await ReadAsync([(text, format)]))[0];

    /// <summary>Reads several, for it takes a while to start.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<ReadFamily>>> ReadAsync(IReadOnlyList<(string Text, ExpositionFormat Format)> expositions)
    {
        Assert.True(File.Exists(Python), Missing);
        var input = JsonSerializer.Serialize(expositions.Select(each => new { each.Format.IsOpenMetrics, each.Text }));
        var (exitCode, answers, errors) = await Filter.RunAsync(Python, ["-c", Script], input);

        Assert.False(exitCode == HasNoParser, Missing);
        Assert.True(exitCode == 0, errors);
        return [.. JsonSerializer.Deserialize<Answer[]>(answers, Numbers)!.Select((answer, i) => answer.Families ?? throw new InvalidDataException($"{answer.Error}\n{expositions[i].Text}"))];
    }

    private sealed record Answer(IReadOnlyList<ReadFamily>? Families, string? Error);
}
