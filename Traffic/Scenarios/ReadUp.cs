using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody of a family, parent or child, reads what is going on in it.</summary>
internal sealed class ReadUp : IScenario
{
    public double Weight => 14;

    public int Requests => 4;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            Account[] members = [.. family.Parents, .. family.Children];
            await visitor.GoOnAsync(members[visitor.Random.Next(members.Length)], cancellationToken);
            foreach (var path in (string[])[FamilySteps.FamilyPath(family.Id), FamilySteps.StatisticsPath, FamilySteps.FeedPath, FamilySteps.ChoresPath])
            {
                await visitor.GetAsync(path, HttpStatusCode.OK, cancellationToken);
                await visitor.ThinkAsync(cancellationToken);
            }
        },
        cancellationToken);
}
