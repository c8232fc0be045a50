using System.Net;
using System.Text.Json;

namespace Traffic.Scenarios;

/// <summary>A parent puts up new chores and takes the oldest away, if there are many.</summary>
internal sealed class PlanChores : IScenario
{
    private const int NewChores = 2;
    private const int MostChores = 20;

    public double Weight => 8;

    public int Requests => 1 + (2 * NewChores);

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            var page = await visitor.GetAsync($"{FamilySteps.ChoresPath}?limit=100", HttpStatusCode.OK, cancellationToken);
            var tooMany = new Queue<JsonElement>(page.GetProperty("items").EnumerateArray().Skip(MostChores).Reverse()); // they come newest first
            for (var chore = 0; chore < NewChores; chore++)
            {
                await visitor.ThinkAsync(cancellationToken);
                await visitor.PutUpAsync(ChoreIdeas.NewChore(visitor.Random, family), cancellationToken);
                if (tooMany.TryDequeue(out var oldest))
                    await visitor.SendAsync(HttpMethod.Delete, FamilySteps.ChorePath(FamilySteps.IdOf(oldest)), body: null, HttpStatusCode.NoContent, cancellationToken);
                else
                    await visitor.GetAsync(FamilySteps.FeedPath, HttpStatusCode.OK, cancellationToken);
            }
        },
        cancellationToken);
}
