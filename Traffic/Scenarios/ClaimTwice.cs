using System.Net;

namespace Traffic.Scenarios;

/// <summary>Two children want the same chore, and one is quicker.</summary>
internal sealed class ClaimTwice : IScenario
{
    public double Weight => 2;

    public int Requests => 3;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            var assignment = await visitor.PutUpAsync(ChoreIdeas.NewChoreOfThePool(visitor.Random, family), cancellationToken);
            await visitor.GoOnAsync(family.Children[0], cancellationToken);
            await visitor.StepAsync(assignment, "claim", HttpStatusCode.OK, cancellationToken);
            await visitor.GoOnAsync(family.Children[1], cancellationToken);
            await visitor.StepAsync(assignment, "claim", HttpStatusCode.Conflict, cancellationToken);
        },
        cancellationToken);
}
