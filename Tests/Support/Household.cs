using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tests.Support;

/// <summary>Does with the API what a person would. Each client is somebody.</summary>
internal static class Household
{
    public const string Password = "correct-Horse-7-battery";

    private const string Users = "/api/v1/users";
    private const string Families = "/api/v1/families";
    private const string Chores = "/api/v1/chores";

    /// <summary>Registers somebody new and logs in; the client is signed in from then on.</summary>
    /// <param name="api">A client of nobody yet.</param>
    /// <param name="role">parent or child.</param>
    /// <returns>The id of the user.</returns>
    public static async Task<string> SignUpAsync(this HttpClient api, string role = "parent")
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await api.PostAsync($"{Users}/register", new { email, password = Password, name = "Ada", role });
        await api.LogInAsync(email);
        return user.GetProperty("id").ToString();
    }

    /// <summary>Logs in; the client is signed in from then on.</summary>
    /// <param name="api">A client.</param>
    /// <param name="login">An e-mail address or a user name.</param>
    /// <returns>The answer, with its tokens.</returns>
    public static async Task<JsonElement> LogInAsync(this HttpClient api, string login)
    {
        var tokens = await api.PostAsync(
            $"{Users}/login", login.Contains('@', StringComparison.Ordinal) ? new { email = login, password = Password } : new { username = login, password = Password });
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return tokens;
    }

    /// <summary>Creates a family around a parent.</summary>
    /// <returns>The id of the family.</returns>
    public static async Task<string> CreateFamilyAsync(this HttpClient parent) =>
        (await parent.PostAsync(Families, new { name = "The Lovelaces" })).GetProperty("id").ToString();

    /// <summary>Makes the account of a child, and logs it in on a client of its own.</summary>
    /// <returns>The id of the child.</returns>
    public static async Task<string> AddChildAsync(this HttpClient parent, string familyId, HttpClient child, string name = "Byron")
    {
        var username = $"{name}-{Guid.NewGuid():N}";
        var user = await parent.PostAsync($"{Families}/{familyId}/children", new { username, password = Password, name });
        await child.LogInAsync(username);
        return user.GetProperty("id").ToString();
    }

    /// <summary>Has somebody new join a family with an invite code.</summary>
    public static async Task JoinFamilyAsync(this HttpClient parent, string familyId, HttpClient guest)
    {
        var invite = await parent.PostAsync($"{Families}/{familyId}/invite", body: null);
        await guest.PostAsync($"{Families}/join", new { code = invite.GetProperty("code").GetString() });
    }

    /// <summary>Creates a chore for one child, with a reward of 5.</summary>
    /// <returns>The id of its assignment.</returns>
    public static async Task<string> AssignAsync(this HttpClient parent, string childId) =>
        FirstAssignment(await parent.PostAsync(Chores, new { title = "Tidy up", mode = "single", assigneeIds = (string[])[childId], reward = new { amount = 5.00m } }));

    /// <summary>Creates a chore for whoever claims it, with a reward of 5.</summary>
    /// <returns>The id of its assignment.</returns>
    public static async Task<string> AddToPoolAsync(this HttpClient parent) =>
        FirstAssignment(await parent.PostAsync(Chores, new { title = "Water the plants", mode = "unassigned", reward = new { amount = 5.00m } }));

    /// <summary>Takes an assignment to its next state.</summary>
    /// <param name="api">Who does it.</param>
    /// <param name="assignmentId">The assignment.</param>
    /// <param name="step">claim, complete, approve or reject.</param>
    /// <param name="body">What goes with it.</param>
    public static Task<JsonElement> StepAsync(this HttpClient api, string assignmentId, string step, object? body = null) =>
        api.PostAsync($"/api/v1/assignments/{assignmentId}/{step}", body);

    /// <summary>Posts JSON, and reads the answer, which must be a success.</summary>
    public static async Task<JsonElement> PostAsync(this HttpClient api, string path, object? body)
    {
        using var response = await api.PostAsync(path, body is null ? null : JsonContent.Create(body));
        return await response.ReadJsonAsync();
    }

    /// <summary>Gets JSON, which must be a success.</summary>
    public static async Task<JsonElement> GetJsonAsync(this HttpClient api, string path)
    {
        using var response = await api.GetAsync(path);
        return await response.ReadJsonAsync();
    }

    /// <summary>The body of a response that must be a success; a failure shows its body.</summary>
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri} gave {(int)response.StatusCode}: {body}");
        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>The id of a chore's first assignment.</summary>
    public static string FirstAssignment(JsonElement chore) => chore.GetProperty("assignments")[0].GetProperty("id").ToString();

    /// <summary>The body of an error, which must be problem details, without what tells one answer from another: the trace.</summary>
    public static async Task<string> ReadProblemAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{response.RequestMessage?.RequestUri} gave {(int)response.StatusCode}: {body}");
        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove("traceId");
        return problem.ToJsonString();
    }
}
