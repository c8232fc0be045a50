namespace Traffic.Scenarios;

/// <summary>Every scenario. Each module of the Api brings its own.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<IScenario> All { get; } =
    [
        // Identity, and the mistakes that people make with it: one request in twenty.
        new LookUp(), new LogIn(), new SignUp(),
        new WrongPassword(), new TakenEmail(), new MalformedBody(), new NoToken(), new UnknownId(),
    ];
}
