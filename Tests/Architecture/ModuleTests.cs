using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Tests.Architecture;

/// <summary>The modules of the Api know of each other only what they show, and only downwards.</summary>
public sealed class ModuleTests
{
    private static readonly string[] Order = ["Data", "Caching", "Commands", "Background", "Identity", "Activities", "Families", "Rewards", "Chores", "Statistics", "Gateway", "Aggregation"];

    private static readonly ModuleRules Rules = new("Api", Order, Open: ["Data", "Caching", "Commands", "Background"], Surface: ["Caller"]);

    [Fact]
    public void Modules_OfTheApi_KeepTheRules()
    {
        using var api = Read("Api");

        var violations = Rules.Violations(api);

        Assert.True(violations.Count == 0, string.Join('\n', violations));
        Assert.Equal(Order.Order(StringComparer.Ordinal), Rules.Modules(api));
    }

    [Fact]
    public void Modules_InAnotherOrder_BreakTheRules()
    {
        using var api = Read("Api");

        var violations = (Rules with { Order = [.. Order.Reverse()] }).Violations(api);

        Assert.Contains("Statistics.StatisticsService uses Chores.AssignmentService: it comes later", violations);
        Assert.Contains("Families.FamilyService uses Identity.Caller: it comes later", violations);
        Assert.Contains("Chores.Chore/Mapping uses Families.Family: it comes later", violations);
        Assert.Contains("Identity.SessionService uses Data.AppDbContext: it comes later", violations);
    }

    [Fact]
    public void Samples_OfEachForbiddenUse_AreSeen()
    {
        using var tests = Read("Tests");

        var violations = new ModuleRules("Tests.Architecture.Samples", ["Lower", "Upper"], Open: [], Surface: ["LowerContext"]).Violations(tests);

        Assert.Equal(
            [
                "Lower.LowerService uses Upper.UpperService: it comes later",
                "Upper.UpperService uses Lower.LowerEndpoints: it is the module's own",
                "Upper.UpperService uses Lower.LowerEntity: it is an entity",
                "Upper.UpperService uses Lower.LowerMetrics: it is the module's own",
            ],
            violations);
    }

    /// <summary>The libraries know nothing of what is built on them.</summary>
    [Theory]
    [InlineData("ServiceDefaults", "Api Hosting AppHost SimulatedProviders Traffic Dashboards Viewer")]
    [InlineData("Api", "Hosting AppHost SimulatedProviders Traffic Dashboards Viewer")]
    [InlineData("Hosting", "Api ServiceDefaults AppHost SimulatedProviders Traffic Dashboards Viewer")]
    public void Library_OfThisSolution_KnowsNothingOfThese(string library, string others)
    {
        using var assembly = Read(library);

        var known = assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).ToList();

        Assert.NotEmpty(known);
        Assert.Empty(known.Intersect(others.Split(' ')));
    }

    private static AssemblyDefinition Read(string name) => AssemblyDefinition.ReadAssembly(
        Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), new ReaderParameters { ReadSymbols = true, SymbolReaderProvider = new PortablePdbReaderProvider() });
}
