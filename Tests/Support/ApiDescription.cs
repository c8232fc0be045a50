using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Support;

/// <summary>What the OpenAPI document says of the endpoints.</summary>
internal sealed class ApiDescription(JsonElement document)
{
    public static async Task<ApiDescription> ReadAsync(HttpClient api) => new(await api.GetFromJsonAsync<JsonElement>("/openapi/v1.json"));

    /// <summary>An operation; fails where it is not described.</summary>
    /// <param name="endpoint">Method and route template: <c>GET /api/users/{id}</c>.</param>
    public JsonElement Operation(string endpoint)
    {
        var (method, route) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        return document.GetProperty("paths").GetProperty(route).GetProperty(method.ToLowerInvariant());
    }

    /// <summary>The statuses that an endpoint may give, in order.</summary>
    public IReadOnlyList<int> Statuses(string endpoint) =>
        [.. Operation(endpoint).GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name)).Order()];
}
