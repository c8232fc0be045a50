using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Support;

/// <summary>Does with the API what a person would.</summary>
internal static class Household
{
    /// <summary>Registers somebody new and logs in; the client is signed in from then on.</summary>
    /// <returns>The id of the user.</returns>
    public static async Task<string> SignUpAsync(this HttpClient api)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        const string Password = "correct-Horse-7-battery";

        using var registered = await api.PostAsJsonAsync("/api/v1/users/register", new { email, password = Password, name = "Ada" });
        var id = (await registered.ReadJsonAsync()).GetProperty("id").ToString();

        using var loggedIn = await api.PostAsJsonAsync("/api/v1/users/login", new { email, password = Password });
        var token = (await loggedIn.ReadJsonAsync()).GetProperty("accessToken").GetString();
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return id;
    }

    /// <summary>The body of a response that must be a success; a failure shows its body.</summary>
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri} gave {(int)response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
