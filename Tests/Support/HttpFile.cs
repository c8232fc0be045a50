using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tests.Support;

/// <summary>
/// A file of requests as editors read it: https://learn.microsoft.com/aspnet/core/test/http-files. Of its format what ours use: <c>@variables</c>, named requests,
/// and values from the JSON of their responses. By our convention a title ends with the status of the answer: <c>### Log in (200)</c>.
/// </summary>
internal sealed partial class HttpFile
{
    private const string NameComment = "# @name ";

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _responses = new(StringComparer.Ordinal);

    private HttpFile(IEnumerable<Request> requests) => Requests = [.. requests];

    public IReadOnlyList<Request> Requests { get; }

    /// <param name="text">The file.</param>
    /// <param name="variables">What it is to have in place of its own values.</param>
    public static HttpFile Parse(string text, params (string Name, string Value)[] variables)
    {
        var sections = Separator().Split(text);
        var file = new HttpFile(sections[1..].Select(ParseRequest));
        foreach (var line in sections[0].Split('\n').Where(line => line.StartsWith('@')))
            file._variables[line[1..line.IndexOf('=', StringComparison.Ordinal)].Trim()] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();
        foreach (var (name, value) in variables)
            file._variables[name] = value;
        return file;
    }

    /// <summary>Sends a request, with what those before it were answered.</summary>
    /// <returns>The status and the body of the answer.</returns>
    public async Task<(int Status, string Body)> SendAsync(HttpClient client, Request request)
    {
        using var message = new HttpRequestMessage(new(request.Method), Fill(request.Url));
        var type = request.Headers.GetValueOrDefault("Content-Type", MediaTypeNames.Text.Plain);
        message.Content = request.Body.Length > 0 ? new StringContent(Fill(request.Body), Encoding.UTF8, type) : null;
        foreach (var (name, value) in request.Headers.Where(header => header.Key != "Content-Type"))
            message.Headers.Add(name, Fill(value));

        using var response = await client.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        if (request.Name is not null)
            _responses[request.Name] = JsonSerializer.Deserialize<JsonElement>(body);
        return ((int)response.StatusCode, body);
    }

    private static Request ParseRequest(string section)
    {
        var lines = section.TrimEnd().Split('\n');
        var title = Title().Match(lines[0]);
        if (!title.Success)
            throw new FormatException($"The title does not end with a status in brackets: ###{lines[0]}");

        var name = Array.Find(lines, line => line.StartsWith(NameComment, StringComparison.Ordinal))?[NameComment.Length..].Trim();
        string[] rest = [.. lines[1..].SkipWhile(line => line.Length == 0 || line.StartsWith('#'))];
        var (method, url) = rest[0].Split(' ', 2) is [var verb, var address] ? (verb, address.Trim()) : throw new FormatException($"No request: {rest[0]}");
        var headers = rest.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToDictionary(header => header[0], header => header[1], StringComparer.Ordinal);
        var body = string.Join('\n', rest.Skip(1).SkipWhile(line => line.Length > 0)).Trim();
        return new(title.Groups["title"].Value.Trim(), int.Parse(title.Groups["status"].Value, null), name, method, url, headers, body);
    }

    private string Fill(string text) => Placeholder().Replace(text, match => match.Groups["path"].Success
        ? Select(_responses[match.Groups["name"].Value], match.Groups["path"].Value)
        : Fill(_variables[match.Groups["name"].Value]));

    /// <param name="json">The body of a response.</param>
    /// <param name="path">What is behind <c>$.</c> in JSONPath: names, with an index in brackets where there is a list.</param>
    private static string Select(JsonElement json, string path) => PathStep().Matches(path).Aggregate(
        json, (each, step) => step.Groups["index"].Success ? each[int.Parse(step.Groups["index"].Value, null)] : each.GetProperty(step.Value)).ToString();

    [GeneratedRegex("^###", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<title>.*)\((?<status>\d{3})\)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"\{\{(?<name>\w+)(\.response\.body\.\$\.(?<path>[\w.\[\]]+))?\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\[(?<index>\d+)\]|\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathStep();

    /// <summary>One of its requests, not yet filled in.</summary>
    /// <param name="Title">What it is for.</param>
    /// <param name="Status">What it is answered with.</param>
    /// <param name="Name">What others call its response; null when none does.</param>
    /// <param name="Method">Its method.</param>
    /// <param name="Url">Its address.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Body">Its body; empty when it has none.</param>
    public sealed record Request(string Title, int Status, string? Name, string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body);
}
