using System.Net;

namespace Traffic.Scenarios;

/// <summary>Both parents approve the same chore, and one is quicker.</summary>
internal sealed class ApproveTwice : IScenario
{
    public double Weight => 2;

    public int Requests => 4;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            var assignment = await visitor.PutUpAsync(ChoreIdeas.NewChoreFor(family.Children[0], visitor.Random), cancellationToken);
            await visitor.GoOnAsync(family.Children[0], cancellationToken);
            await visitor.StepAsync(assignment, "complete", HttpStatusCode.OK, cancellationToken);
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            await visitor.StepAsync(assignment, "approve", HttpStatusCode.OK, cancellationToken);
            await visitor.GoOnAsync(family.Parents[1], cancellationToken);
            await visitor.StepAsync(assignment, "approve", HttpStatusCode.Conflict, cancellationToken);
        },
        cancellationToken);
}
