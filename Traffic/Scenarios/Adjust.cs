using System.Net;

namespace Traffic.Scenarios;

/// <summary>A parent looks at how a child is doing, and gives it a bonus or takes a penalty.</summary>
internal sealed class Adjust : IScenario
{
    public double Weight => 5;

    public int Requests => 3;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            var child = family.Children[visitor.Random.Next(family.Children.Count)];
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            await visitor.GetAsync(FamilySteps.StatisticsPath, HttpStatusCode.OK, cancellationToken);
            await visitor.ThinkAsync(cancellationToken);
            await visitor.PostAsync(FamilySteps.AdjustmentsPath, ChoreIdeas.NewAdjustment(visitor.Random, child), HttpStatusCode.Created, cancellationToken);
            await visitor.GetAsync($"{FamilySteps.LedgerPath}?childId={child.Id}", HttpStatusCode.OK, cancellationToken);
        },
        cancellationToken);
}
