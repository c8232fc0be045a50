using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aspire.Hosting.Dcp;

/// <summary>Requests to the engine: what it refuses throws <see cref="DcpException"/> with its reason.</summary>
/// <param name="http">Speaks to one engine: base address, certificate, token and time limit are set.</param>
internal sealed class DcpConnection(HttpClient http) : IDisposable
{
    public static MediaTypeHeaderValue MergePatch => new("application/merge-patch+json");

    public void Dispose() => http.Dispose();

    /// <returns>The successful answer, its body not read yet.</returns>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
        {
            var reason = await ReadReasonAsync(response, cancellationToken);
            throw new DcpException(response.StatusCode, $"The engine refused {method} {path} ({(int)response.StatusCode}): {reason}");
        }
    }

    /// <summary>The lines of an answer as they come, until the engine ends it. A connection that breaks, or cannot be made, ends it too.</summary>
    public async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await TryOpenAsync(path, cancellationToken);
        while (reader is not null && await TryReadLineAsync(reader, cancellationToken) is { } line)
            yield return line;
    }

    /// <summary>The engine could not be reached, or not in time: HttpClient reports its time limit as a cancellation.</summary>
    public static bool IsBroken(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task<StreamReader?> TryOpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var response = await SendAsync(HttpMethod.Get, path, content: null, cancellationToken);
            return new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        }
        catch (Exception exception) when (IsBroken(exception, cancellationToken))
        {
            return null;
        }
    }

    private static async Task<string?> TryReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception exception) when (IsBroken(exception, cancellationToken))
        {
            return null;
        }
    }

    private static async Task<string> ReadReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, DcpJson.Default.DcpFailure)?.Message ?? body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
