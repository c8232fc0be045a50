using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>The objects that the engine manages. What it refuses throws <see cref="DcpException"/> with its reason.</summary>
internal sealed class DcpClient(DcpConnection connection)
{
    public const string ApiVersion = "usvc-dev.developer.microsoft.com/v1";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(250);

    public async Task CreateAsync<T>(T value, CancellationToken cancellationToken)
        where T : class, IDcpObject<T>
    {
        using var content = JsonContent.Create(value, T.JsonType);
        using var response = await connection.SendAsync(HttpMethod.Post, PathOf<T>(), content, cancellationToken);
    }

    /// <summary>Stops what stands behind the object and forgets it. Returns when it is gone; that it was never there is fine.</summary>
    public async Task DeleteAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, IDcpObject<T>
    {
        try
        {
            using var accepted = await connection.SendAsync(HttpMethod.Delete, PathOf<T>(name), content: null, cancellationToken);

            while (true) // it exists until its process has ended
            {
                using var stillThere = await connection.SendAsync(HttpMethod.Get, PathOf<T>(name), content: null, cancellationToken);
                await Task.Delay(PollInterval, cancellationToken);
            }
        }
        catch (DcpException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // Gone.
        }
    }

    /// <summary>Asks the process to end: SIGTERM now, SIGKILL 6 s later. Returns at once.</summary>
    public async Task StopExecutableAsync(string name, CancellationToken cancellationToken)
    {
        using var content = new StringContent("""{"spec":{"stop":true}}""", Encoding.UTF8, DcpConnection.MergePatch);
        using var response = await connection.SendAsync(HttpMethod.Patch, PathOf<Executable>(name), content, cancellationToken);
    }

    /// <summary>All objects of a kind, then each change, until cancelled. A broken connection is made again.</summary>
    public async IAsyncEnumerable<(DcpChange Change, T Value)> WatchAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IDcpObject<T>
    {
        while (true)
        {
            await foreach (var line in connection.ReadLinesAsync($"{PathOf<T>()}?watch=true", cancellationToken))
            {
                if (ParseChange(line, T.JsonType) is { } change)
                    yield return change;
            }

            await Task.Delay(ReconnectDelay, cancellationToken);
        }
    }

    /// <summary>Every line of a log from its beginning, as <c>2026-11-20T23:28:53.639Z text</c>, until the object is deleted.</summary>
    /// <param name="name">Name of an executable.</param>
    /// <param name="source">One of <see cref="DcpLogSource"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration with an exception.</param>
    public IAsyncEnumerable<string> FollowLogAsync(string name, string source, CancellationToken cancellationToken) =>
        connection.ReadLinesAsync($"{PathOf<Executable>(name)}/log?source={source}&follow=true&timestamps=true", cancellationToken);

    private static string PathOf<T>()
        where T : class, IDcpObject<T> => $"apis/{ApiVersion}/{T.Plural}";

    private static string PathOf<T>(string name)
        where T : class, IDcpObject<T> => $"{PathOf<T>()}/{Uri.EscapeDataString(name)}";

    /// <param name="line"><c>{"type":"ADDED","object":{…}}</c>.</param>
    /// <param name="type">How to read the object.</param>
    /// <returns>Null for an error, which is the last line of its stream.</returns>
    private static (DcpChange Change, T Value)? ParseChange<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        using var json = JsonDocument.Parse(line);
        DcpChange? change = json.RootElement.GetProperty("type").GetString() switch
        {
            "ADDED" => DcpChange.Added,
            "MODIFIED" => DcpChange.Modified,
            "DELETED" => DcpChange.Deleted,
            _ => null,
        };

        return change is null ? null : (change.Value, json.RootElement.GetProperty("object").Deserialize(type)!);
    }
}
