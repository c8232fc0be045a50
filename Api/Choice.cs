namespace Api;

/// <summary>
/// A value of an enum by its name in JSON and in queries, in snake case. The framework would take numbers in queries, and lists of names everywhere, and make
/// values of them that there are not.
/// </summary>
internal readonly record struct Choice<TEnum>(TEnum Value) where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Values = Enum.GetValues<TEnum>().ToDictionary(value => Json.NameOf(value.ToString()), StringComparer.Ordinal);
    private static readonly Dictionary<TEnum, string> Names = Values.ToDictionary(name => name.Value, name => name.Key);

    public string Name => Names[Value];

    public static bool TryParse(string? text, out Choice<TEnum> choice)
    {
        var isName = Values.TryGetValue(text ?? "", out var value);
        choice = new(value);
        return isName;
    }
}
