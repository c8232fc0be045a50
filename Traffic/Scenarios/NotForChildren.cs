using System.Net;

namespace Traffic.Scenarios;

/// <summary>A child gives itself a bonus, which is for parents to do.</summary>
internal sealed class NotForChildren : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            var child = family.Children[0];
            await visitor.GoOnAsync(child, cancellationToken);
            await visitor.PostAsync(FamilySteps.AdjustmentsPath, ChoreIdeas.NewAdjustment(visitor.Random, child), HttpStatusCode.Forbidden, cancellationToken);
        },
        cancellationToken);
}
