using Traffic;
using Traffic.Scenarios;

namespace Tests.Support;

/// <summary>A scenario that does what a test says.</summary>
internal sealed class ScriptedScenario(string name, Func<Visitor, CancellationToken, Task> run) : IScenario
{
    public string Name => name;

    public double Weight => 1;

    public int Requests => 1;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => run(visitor, cancellationToken);
}
