using System.Net;
using System.Text.Json;

namespace Traffic.Scenarios;

/// <summary>A parent looks at what the children say is done, approves most of it, and sends some back. Who has looked at everything reads the statistics.</summary>
internal sealed class ApproveChores : IScenario
{
    private const int Looks = 4;

    public double Weight => 14;

    public int Requests => 1 + Looks;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            await visitor.GoOnAsync(family.Parents[visitor.Random.Next(family.Parents.Count)], cancellationToken);
            var waiting = await visitor.ListAsync("completed", Looks + 1, cancellationToken);
            for (var look = 0; look < Looks; look++)
            {
                await visitor.ThinkAsync(cancellationToken);
                var (isDone, share, missing) = (visitor.Random.Next(8) > 0, visitor.Random.NextDouble(), ChoreIdeas.NewRejection(visitor.Random));
                if (look >= waiting.Length)
                    await visitor.GetAsync(FamilySteps.StatisticsPath, HttpStatusCode.OK, cancellationToken);
                else if (isDone)
                    await visitor.PostAsync(PathOf(waiting[look], "approve"), new { amount = AmountOf(waiting[look], share) }, HttpStatusCode.OK, cancellationToken);
                else
                    await visitor.PostAsync(PathOf(waiting[look], "reject"), new { reason = missing }, HttpStatusCode.OK, cancellationToken);
            }

            family.AwaitsApproval = waiting.Length > Looks;
        },
        cancellationToken);

    private static string PathOf(JsonElement assignment, string step) => FamilySteps.StepPath(FamilySteps.IdOf(assignment), step);

    // Null where the chore says how much.
    private static decimal? AmountOf(JsonElement assignment, double share)
    {
        var (least, most) = (assignment.GetProperty("rewardMinimum").GetDecimal(), assignment.GetProperty("rewardMaximum").GetDecimal());
        return least == most ? null : decimal.Round(least + ((most - least) * (decimal)share), 2);
    }
}
