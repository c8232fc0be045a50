using System.Reflection;
using System.Xml.Linq;
using ServiceDefaults;

namespace Tests.Support.Metrics;

/// <summary>A class that owns instruments, with what its constants and their doc comments say of them.</summary>
internal sealed class MetricsClass
{
    private MetricsClass(Type type, XElement docs, string meter)
    {
        Name = type.Name;
        Meter = meter;
        Summary = DocComment.TextOf(docs, type);
        var constants = type.GetFields().Where(field => field.IsLiteral && field.FieldType == typeof(string)).ToList();
        Tags = constants.Where(field => field.Name.EndsWith("Tag", StringComparison.Ordinal))
            .Select(field => new DocumentedTag((string)field.GetRawConstantValue()!, DocComment.TextOf(docs, field)))
            .ToList();
        Instruments = [.. from field in constants
                          let comment = DocComment.TextOf(docs, field)
                          where IsOfAnInstrument(field, comment)
                          select new DocumentedInstrument($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!, comment, DocComment.ConstantsIn(docs, field))];
    }

    /// <summary>Every such class of the Api and ServiceDefaults.</summary>
    public static IReadOnlyList<MetricsClass> All { get; } = [.. Read("Api"), .. Read("ServiceDefaults")];

    public string Name { get; }

    /// <summary>The name of its meter.</summary>
    public string Meter { get; }

    /// <summary>What it is about, in a sentence.</summary>
    public string Summary { get; }

    public IReadOnlyList<DocumentedInstrument> Instruments { get; }

    public IReadOnlyList<DocumentedTag> Tags { get; }

    // TelemetryMeter names the instruments of others, and without a suffix.
    private static bool IsOfAnInstrument(FieldInfo field, string comment) => field.DeclaringType == typeof(TelemetryMeter)
        ? comment.StartsWith("Counter, ", StringComparison.Ordinal)
        : field.Name.EndsWith("Name", StringComparison.Ordinal) && field.Name != "MeterName";

    private static IEnumerable<MetricsClass> Read(string assembly)
    {
        var docs = XElement.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml"));
        return from type in Assembly.Load(assembly).GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)
               let meter = type.GetField("MeterName")?.GetRawConstantValue() as string ?? (type == typeof(TelemetryMeter) ? TelemetryMeter.Name : null)
               where meter is not null
               select new MetricsClass(type, docs, meter);
    }
}
