using System.Net;
using System.Text.Json;

namespace Traffic.Scenarios;

/// <summary>A child logs in and does what there is to do: claims it if nobody has it, and completes it. Who has done everything looks at what it has earned.</summary>
internal sealed class DoChores : IScenario
{
    private const string Complete = "complete";
    private const int Steps = 3;

    public double Weight => 16;

    public int Requests => 2 + Steps;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            visitor.Account = family.Children[visitor.Random.Next(family.Children.Count)];
            await visitor.LogInAsync(cancellationToken); // brothers and sisters share a tablet
            var toDo = new Queue<(string Id, string Step)>((await visitor.ListAsync("pending", Steps, cancellationToken)).SelectMany(StepsOf));
            for (var step = 0; step < Steps; step++)
            {
                await visitor.ThinkAsync(cancellationToken);
                if (!toDo.TryDequeue(out var next))
                {
                    await visitor.GetAsync(FamilySteps.StatisticsPath, HttpStatusCode.OK, cancellationToken);
                    continue;
                }

                await visitor.StepAsync(next.Id, next.Step, HttpStatusCode.OK, cancellationToken);
                family.AwaitsApproval |= next.Step == Complete;
            }
        },
        cancellationToken);

    private static IEnumerable<(string Id, string Step)> StepsOf(JsonElement assignment)
    {
        var id = FamilySteps.IdOf(assignment);
        return assignment.GetProperty("assigneeId").ValueKind == JsonValueKind.Null ? [(id, "claim"), (id, Complete)] : [(id, Complete)];
    }
}
