using System.Net;

namespace Traffic.Scenarios;

/// <summary>A parent puts up a chore, the answer is lost on the way, and the client sends it again with the same key: it is one chore.</summary>
internal sealed class RepeatedRequest : IScenario
{
    public double Weight => 2;

    public int Requests => 2;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.ComeHomeAsync(
        async family =>
        {
            await visitor.GoOnAsync(family.Parents[0], cancellationToken);
            var (key, chore) = (visitor.NewId(), ChoreIdeas.NewChore(visitor.Random, family));
            var (first, again) = (await SendAsync(visitor, key, chore, cancellationToken), await SendAsync(visitor, key, chore, cancellationToken));
            if (first != again)
                throw new UnexpectedAnswerException($"The chore {first} was put up again as {again}.");
        },
        cancellationToken);

    private static async Task<string> SendAsync(Visitor visitor, string key, object chore, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, FamilySteps.ChoresPath) { Content = JsonContent.Create(chore), Headers = { { "Idempotency-Key", key } } };
        return FamilySteps.IdOf(await visitor.SendAsync(request, HttpStatusCode.Created, cancellationToken));
    }
}
