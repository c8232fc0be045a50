using Mono.Cecil;

namespace Tests.Architecture;

/// <summary>
/// What the modules of an assembly may use of each other. A module is a namespace below the root; it uses those before it, and of these their surface:
/// services, modules, the records of their contracts, enums and interfaces. An entity is only used to map another to it. Of <c>open</c> modules everything may be used:
/// they are made for it. The root namespace is everybody's.
/// </summary>
/// <param name="Root">The root namespace.</param>
/// <param name="Order">The modules, the one that uses none first.</param>
/// <param name="Open">Those that keep nothing to themselves.</param>
/// <param name="Surface">Types that are a surface though their names do not tell.</param>
internal sealed record ModuleRules(string Root, IReadOnlyList<string> Order, IReadOnlyList<string> Open, IReadOnlyList<string> Surface)
{
    private const string Mapping = "Mapping";

    /// <summary>What breaks the rules, a line each, in order.</summary>
    public IReadOnlyList<string> Violations(AssemblyDefinition assembly) =>
    [
        .. from use in TypeUses.In(assembly)
           let user = ModuleOf(use.User)
           let used = ModuleOf(use.Used)
           where user is not null && used is not null && user != used
           let reason = ReasonAgainst(use.User, user, use.Used, used)
           where reason is not null
           orderby use.User.FullName, use.Used.FullName
           select $"{NameOf(use.User)} uses {NameOf(use.Used)}: {reason}",
    ];

    /// <summary>The modules that there are.</summary>
    public IReadOnlyList<string> Modules(AssemblyDefinition assembly) => [.. assembly.MainModule.GetTypes().Select(ModuleOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private string? ReasonAgainst(TypeDefinition user, string userModule, TypeDefinition used, string usedModule)
    {
        if (Index(usedModule) > Index(userModule))
            return "it comes later";
        if (Open.Contains(usedModule))
            return null;
        if (used.NestedTypes.Any(nested => nested.Name == Mapping))
            return user.Name == Mapping ? null : "it is an entity";

        var isSurface = used.IsEnum || used.IsInterface || Surface.Contains(used.Name) || used.Name.EndsWith("Service", StringComparison.Ordinal) || used.Name.EndsWith("Module", StringComparison.Ordinal)
            || TypeUses.FileOf(used)?.EndsWith("Contracts.cs", StringComparison.Ordinal) == true;
        return isSurface ? null : "it is the module's own";
    }

    private int Index(string module) => Order.Contains(module) ? Order.ToList().IndexOf(module) : throw new InvalidOperationException($"Say where the module {module} stands.");

    private string? ModuleOf(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Namespace.StartsWith(Root + '.', StringComparison.Ordinal) ? type.Namespace[(Root.Length + 1)..].Split('.')[0] : null;
    }

    private string NameOf(TypeDefinition type) => type.FullName[(Root.Length + 1)..];
}
