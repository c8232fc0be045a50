using System.Net;
using System.Text.Json;

namespace Tests.Functional;

/// <summary>
/// Sends what must be refused, and collects what is wrong with the refusals: the status, what is told, what is stored all the same. What is sent holds
/// <see cref="Marker"/> where it can, which must turn up nowhere.
/// </summary>
internal sealed class Refusals(TwoFamilies families)
{
    /// <summary>A text that nothing else has.</summary>
    public const string Marker = "zqxinput";

    private readonly List<string> _faults = [];
    private int _sent;

    /// <param name="endpoint">Method and route template.</param>
    /// <param name="person">Who sends it.</param>
    /// <param name="path">Where to, with names of ids.</param>
    /// <param name="content">The body.</param>
    /// <param name="status">What is expected.</param>
    /// <param name="where">What the answer must point at: a field (<c>Name</c>), a place in the body (<c>$.name</c>), or any text of its detail; null for nothing in particular.</param>
    /// <param name="what">What is wrong with the request, for people.</param>
    public async Task SendAsync(string endpoint, string person, string path, HttpContent? content, int status, string? where, string what)
    {
        var before = await families.Content.ReadAsync();
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Split(' ')[0]), families.Fill(path)) { Content = content };
        using var response = await families[person].SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        _sent++;

        foreach (var fault in Faults(endpoint, response, text, status, where))
            _faults.Add($"{endpoint}: {what}: {fault}\n    {(int)response.StatusCode} {text}");
        foreach (var changed in (await families.Content.ReadAsync()).Except(before))
            _faults.Add($"{endpoint}: {what}: stored something in {changed}");
    }

    /// <summary>Fails unless something was sent and every refusal was right, without a trace in metrics or an error in the log.</summary>
    public async Task AssertRightAsync()
    {
        Assert.NotEqual(0, _sent);
        Assert.True(_faults.Count == 0, $"{_faults.Count} faults in {_sent} requests:\n{string.Join('\n', _faults)}");

        Assert.DoesNotContain(Marker, await families["nobody"].GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain(families.Api.Log.Records, record => record.GetProperty("level").GetString() is "ERROR" or "CRITICAL");
    }

    private IEnumerable<string> Faults(string endpoint, HttpResponseMessage response, string text, int status, string? where)
    {
        if ((int)response.StatusCode != status)
            yield return $"is not {status}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            yield return "is no problem details";
            yield break;
        }

        if (text.Contains(Marker, StringComparison.Ordinal))
            yield return "echoes what was sent";
        if (status != (int)HttpStatusCode.MethodNotAllowed && !families.Description.Statuses(endpoint).Contains(status))
            yield return "is not in the API's description";

        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        var fields = problem.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Select(error => error.Name).ToList() : [];
        var detail = problem.TryGetProperty("detail", out var told) ? told.GetString()! : "";
        if (fields.Count == 0 && detail.Length == 0)
            yield return "does not say what to do";
        if (where is not null && !fields.Contains(where) && !$"{detail} ".Contains(where.StartsWith('$') ? $" at {where}:" : where, StringComparison.Ordinal))
            yield return $"does not point at {where}";
    }
}
