using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The files from which a person tries the API.</summary>
public sealed partial class RequestFileTests
{
    private static readonly string[] Paths = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Requests"), "*.http").Order()];

    public static TheoryData<string> Files { get; } = [.. Paths.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Requests_SentInTheirOrder_GetTheAnswersThatTheirTitlesSay(string name)
    {
        await using var gateway = await ModelGateway.StartAsync();
        using var client = gateway.Gateway.Api.CreateClient();
        var file = HttpFile.Parse(
            await File.ReadAllTextAsync(Paths.Single(path => Path.GetFileName(path) == name)),
            ("host", client.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("administrator", GatewayHost.AdministratorKey));

        Assert.NotEmpty(file.Requests);
        foreach (var request in file.Requests)
        {
            var (status, body) = await file.SendAsync(client, request);
            Assert.True(status == request.Status, $"{request.Title}: {request.Method} {request.Url} gave {status} instead of {request.Status}: {body}");
        }
    }

    [Fact]
    public async Task Requests_OfAllFiles_AreAboutEveryOperationOfTheApi()
    {
        await using var api = await ApiHost.StartAsync();
        using var client = api.CreateClient();
        var paths = (await client.GetJsonAsync("/openapi/v1.json")).GetProperty("paths");
        var operations = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}"));

        var texts = await Task.WhenAll(Paths.Select(path => File.ReadAllTextAsync(path)));
        var requests = texts.SelectMany(text => HttpFile.Parse(text).Requests).Select(request => $"{request.Method} {Template(request.Url)}").ToHashSet();

        Assert.Equal([], operations.Except(requests));
    }

    /// <summary>The path of a request with {id} for whatever was filled in.</summary>
    private static string Template(string url) => Id().Replace(url.Replace("{{host}}", "", StringComparison.Ordinal).Split('?')[0], "{id}");

    [GeneratedRegex(@"\{\{[^}]*\}\}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
