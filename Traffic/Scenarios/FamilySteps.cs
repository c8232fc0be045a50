using System.Net;
using System.Text.Json;

namespace Traffic.Scenarios;

/// <summary>What scenarios do in families.</summary>
internal static class FamilySteps
{
    public const string FamiliesPath = "/api/v1/families";
    public const string ChoresPath = "/api/v1/chores";
    public const string AssignmentsPath = "/api/v1/assignments";
    public const string AdjustmentsPath = "/api/v1/adjustments";
    public const string LedgerPath = "/api/v1/ledger";
    public const string StatisticsPath = "/api/v1/statistics";
    public const string FeedPath = "/api/v1/activities";

    public static string FamilyPath(string id) => $"{FamiliesPath}/{id}";

    public static string ChorePath(string id) => $"{ChoresPath}/{id}";

    /// <summary>A path of an assignment.</summary>
    /// <param name="id">The assignment.</param>
    /// <param name="step">claim, complete, approve or reject.</param>
    public static string StepPath(string id, string step) => $"{AssignmentsPath}/{id}/{step}";

    /// <summary>Visits a family that nobody else visits meanwhile; who finds none founds one.</summary>
    /// <param name="visitor">Nobody of the family yet.</param>
    /// <param name="visit">What happens there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ComeHomeAsync(this Visitor visitor, Func<Family, Task> visit, CancellationToken cancellationToken)
    {
        // Chance of its own: whether there is a family depends on others.
        var (place, chance) = (visitor.Random.NextDouble(), new Random(visitor.Random.Next()));
        var family = visitor.Families.Take(place) ?? await visitor.FoundAsync(chance, cancellationToken);
        try
        {
            await visit(family);
        }
        catch (Exception exception) when (exception is not UnexpectedAnswerException) // with such an answer it is no longer what it was known as, and nobody comes back
        {
            visitor.Families.Add(family);
            throw;
        }

        visitor.Families.Add(family);
    }

    /// <summary>Founds a family with two children, which another parent joins.</summary>
    public static async Task<Family> FoundAsync(this Visitor visitor, Random random, CancellationToken cancellationToken)
    {
        var founder = await visitor.NewParentAsync(cancellationToken);
        var founded = await visitor.PostAsync(FamiliesPath, new { name = People.LastNameOf(visitor.Name) }, HttpStatusCode.Created, cancellationToken);
        var id = founded.GetProperty("id").GetString()!;
        Account[] children = [await visitor.AddChildAsync(id, random, cancellationToken), await visitor.AddChildAsync(id, random, cancellationToken)];

        var other = await visitor.NewParentAsync(cancellationToken);
        await visitor.PostAsync($"{FamiliesPath}/join", new { code = founded.GetProperty("inviteCode").GetString() }, HttpStatusCode.OK, cancellationToken);
        return new(id, [founder, other], children);
    }

    /// <summary>Has a parent of the family put up a chore.</summary>
    /// <returns>The id of its first assignment.</returns>
    public static async Task<string> PutUpAsync(this Visitor visitor, object chore, CancellationToken cancellationToken)
    {
        var answer = await visitor.PostAsync(ChoresPath, chore, HttpStatusCode.Created, cancellationToken);
        return answer.GetProperty("assignments")[0].GetProperty("id").GetString()!;
    }

    /// <summary>Takes an assignment to its next state.</summary>
    public static Task<JsonElement> StepAsync(this Visitor visitor, string id, string step, HttpStatusCode expected, CancellationToken cancellationToken) =>
        visitor.SendAsync(HttpMethod.Post, StepPath(id, step), body: null, expected, cancellationToken);

    /// <summary>The first of the family's assignments that are so far.</summary>
    /// <param name="visitor">Who sees all of them, as a parent, or his own and the pool's.</param>
    /// <param name="status">pending or completed.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<JsonElement[]> ListAsync(this Visitor visitor, string status, int limit, CancellationToken cancellationToken)
    {
        var page = await visitor.GetAsync($"{AssignmentsPath}?status={status}&limit={limit}", HttpStatusCode.OK, cancellationToken);
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    public static string IdOf(JsonElement item) => item.GetProperty("id").GetString()!;

    private static async Task<Account> NewParentAsync(this Visitor visitor, CancellationToken cancellationToken)
    {
        visitor.Session = null;
        await visitor.RegisterAsync(cancellationToken);
        await visitor.LogInAsync(cancellationToken);
        return visitor.Account!;
    }

    private static async Task<Account> AddChildAsync(this Visitor visitor, string familyId, Random random, CancellationToken cancellationToken)
    {
        var name = People.NewChild(random, visitor.Name);
        var (username, password) = (People.NewUserName(name), People.NewPassword());
        var child = await visitor.PostAsync($"{FamilyPath(familyId)}/children", new { username, password, name }, HttpStatusCode.Created, cancellationToken);
        return new(IdOf(child), Email: null, password, username);
    }
}
