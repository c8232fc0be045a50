namespace Traffic.Scenarios;

/// <summary>What somebody wants from the API: one file each, and a line in <see cref="ScenarioList"/>.</summary>
internal interface IScenario
{
    /// <summary>What it is called in <c>Traffic:Mix</c>, on its spans and in metrics.</summary>
    string Name => GetType().Name;

    /// <summary>How often it is chosen, compared with the others, unless <c>Traffic:Mix</c> says otherwise.</summary>
    double Weight { get; }

    /// <summary>How many requests it makes, once visitors have accounts and families: <c>Traffic:RequestsPerSecond</c> counts on it.</summary>
    int Requests { get; }

    /// <summary>
    /// Does it. What is left to chance is drawn from the visitor, and as often whatever the API answers. An account that it spoils is one of its own.
    /// </summary>
    Task RunAsync(Visitor visitor, CancellationToken cancellationToken);
}
