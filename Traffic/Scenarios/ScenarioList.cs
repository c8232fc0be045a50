namespace Traffic.Scenarios;

/// <summary>Every scenario. Each module of the Api brings its own, and the mistakes that people make with it: one request in twenty.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<IScenario> All { get; } =
    [
        // Identity.
        new LookUp(), new LogIn(), new SignUp(), new StayLoggedIn(), new LogOut(),
        new WrongPassword(), new TakenEmail(), new MalformedBody(), new NoToken(), new UnknownId(), new UnknownUser(), new LockedOut(),

        // The household.
        new DoChores(), new ApproveChores(), new ReadUp(), new PlanChores(), new Adjust(), new FoundFamily(), new RepeatedRequest(),
        new ClaimTwice(), new ApproveTwice(), new UnknownChore(), new NotForChildren(),

        // The AI gateway.
        new AskModel(), new ReadAlong(), new MakeVectors(), new OpenAccount(),
        new NoCredits(),
    ];
}
