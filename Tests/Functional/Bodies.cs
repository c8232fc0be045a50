namespace Tests.Functional;

/// <summary>Every endpoint that takes a body, with one that it takes.</summary>
/// <param name="Endpoint">Method and route template.</param>
/// <param name="Person">Who may send it.</param>
/// <param name="Fields">The fields of the body, as JSON with the names of <see cref="TwoFamilies"/>.</param>
internal sealed record Bodies(string Endpoint, string Person, IReadOnlyList<(string Name, string Json)> Fields)
{
    /// <summary>By what is sent.</summary>
    public static readonly IReadOnlyDictionary<string, Bodies> All = new Dictionary<string, Bodies>(StringComparer.Ordinal)
    {
        ["register"] = new("POST /api/v1/users/register", "nobody",
            [("email", "\"$new@example.com\""), ("username", "\"$new\""), ("password", "\"correct-Horse-7-battery\""), ("name", "\"Ann\""), ("role", "\"parent\"")]),
        ["login"] = new("POST /api/v1/users/login", "nobody", [("email", "\"$email\""), ("password", "\"correct-Horse-7-battery\"")]),
        ["refresh"] = new("POST /api/v1/users/refresh", "nobody", [("refreshToken", "\"$refresh\"")]),
        ["family"] = new("POST /api/v1/families", "ivy", [("name", "\"The Noethers\"")]),
        ["join"] = new("POST /api/v1/families/join", "jon", [("code", "\"$code\"")]),
        ["child"] = new("POST /api/v1/families/{id}/children", "ada", [("username", "\"$new\""), ("password", "\"correct-Horse-7-battery\""), ("name", "\"Allegra\"")]),
        ["chore"] = new("POST /api/v1/chores", "ada",
            [
                ("title", "\"Tidy up\""), ("mode", "\"single\""), ("assigneeIds", "[\"$byron\"]"), ("reward", """{"amount":5.25}"""), ("description", "\"All of it\""),
                ("cooldownHours", "24"),
            ]),
        ["adjustment"] = new("POST /api/v1/adjustments", "ada", [("childId", "\"$byron\""), ("type", "\"penalty\""), ("amount", "0.50"), ("reason", "\"The window\"")]),
        ["approval"] = new("POST /api/v1/assignments/{id}/approve", "ada", [("amount", "3.33")]),
        ["account"] = new("POST /api/v1/gateway/accounts", "administrator", [("name", "\"Ada Ltd\"")]),
        ["grant"] = new("POST /api/v1/gateway/accounts/{id}/grants", "administrator", [("reason", "\"A gift\""), ("amount", "0.00000001")]),
        ["key"] = new("POST /api/v1/gateway/accounts/{id}/keys", "administrator",
            [
                ("name", "\"The shop\""), ("models", "[\"small\"]"), ("expiresAt", "\"2999-12-31T23:59:59+01:00\""), ("requestsPerMinute", "60"), ("tokensPerMinute", "1000000000"),
            ]),
        ["subscription"] = new("POST /api/v1/gateway/accounts/{id}/subscription", "administrator", [("plan", "\"free\""), ("trialDays", "90")]),
        ["plan"] = new("POST /api/v1/gateway/accounts/{id}/subscription/change", "administrator", [("plan", "\"pro\"")]),
        ["rejection"] = new("POST /api/v1/assignments/{id}/reject", "ada", [("reason", "\"Look under the bed.\"")]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Where it goes, with the names of <see cref="TwoFamilies"/>.</summary>
    public string Path => Endpoint.Split(' ')[1].Replace("{id}", Endpoint.Split('/')[3..] switch
    {
        ["families", ..] => "$family",
        ["gateway", .., "change"] => "$subscribed",
        ["gateway", ..] => "$account",
        _ => "$waiting",
    }, StringComparison.Ordinal);

    /// <summary>The body, with some of its fields changed, left out (null) or added.</summary>
    public string With(params (string Name, string? Json)[] changes)
    {
        var kept = Fields.Where(field => changes.All(change => change.Name != field.Name)).Select(field => (field.Name, Json: (string?)field.Json));
        return $"{{{string.Join(',', kept.Concat(changes).Where(field => field.Json is not null).Select(field => $"\"{field.Name}\":{field.Json}"))}}}";
    }
}
