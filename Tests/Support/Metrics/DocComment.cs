using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tests.Support.Metrics;

/// <summary>Reads doc comments from the file that the compiler writes beside an assembly.</summary>
internal static partial class DocComment
{
    /// <summary>The summary of a type or a field, in Markdown.</summary>
    public static string TextOf(XElement docs, MemberInfo member) => Space().Replace(string.Concat(SummaryOf(docs, member).Nodes().Select(node => Text(node, member.Module.Assembly))), " ").Trim();

    /// <summary>The values of the constants of its class that a field's summary refers to.</summary>
    public static IReadOnlyList<string> ConstantsIn(XElement docs, FieldInfo field) =>
        [.. from reference in SummaryOf(docs, field).Descendants("see")
            where ((string)reference.Attribute("cref")!).StartsWith($"F:{field.DeclaringType!.FullName}.", StringComparison.Ordinal)
            select ConstantOf(reference, field.Module.Assembly)!];

    private static XElement SummaryOf(XElement docs, MemberInfo member)
    {
        var id = member is Type type ? $"T:{type.FullName}" : $"F:{member.DeclaringType!.FullName}.{member.Name}";
        return docs.Descendants("member").SingleOrDefault(each => (string?)each.Attribute("name") == id)?.Element("summary") ?? new XElement("summary");
    }

    // <c>By</c> is `By`, a <see> of a constant its value, any other its last two names: `IJobHandler.Type`.
    private static string Text(XNode node, Assembly assembly) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{ConstantOf(see, assembly) ?? string.Join('.', ((string)see.Attribute("cref")!).Split(':', '.')[^2..])}`",
        XElement element => $"`{element.Value}`",
        XText text => text.Value,
        _ => "",
    };

    private static string? ConstantOf(XElement see, Assembly assembly)
    {
        var name = ((string)see.Attribute("cref")!)[2..];
        var dot = name.LastIndexOf('.');
        return assembly.GetType(name[..dot])?.GetField(name[(dot + 1)..])?.GetRawConstantValue() as string;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Space();
}
