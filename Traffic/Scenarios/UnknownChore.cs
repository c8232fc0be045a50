using System.Net;

namespace Traffic.Scenarios;

/// <summary>A parent follows a link to a chore that is not there.</summary>
internal sealed class UnknownChore : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            await visitor.GetAsync(FamilySteps.ChorePath(visitor.NewId()), HttpStatusCode.NotFound, cancellationToken);
        },
        cancellationToken);
}
