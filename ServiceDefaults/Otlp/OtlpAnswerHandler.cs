using System.Diagnostics.Metrics;
using System.Net.Http.Headers;

namespace ServiceDefaults.Otlp;

/// <summary>
/// Listens to what an OTLP destination answers. The exporter itself tells only that it failed, and takes any answer of 200 for success: also the page
/// of a server that is no OTLP destination, and one that rejects a part.
/// </summary>
internal sealed class OtlpAnswerHandler(IMeterFactory meters) : DelegatingHandler(OtlpConnection.NewHandler(meters))
{
    // An answer of OTLP has a few bytes.
    private const int LongestAnswer = 16 * 1024;

    private readonly byte[] _buffer = new byte[LongestAnswer];

    /// <summary>Of the request before; one is sent at a time.</summary>
    public OtlpAnswer Last { get; set; }

    // OTLP over HTTP.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = base.Send(request, cancellationToken);
            Last = response.IsSuccessStatusCode ? ReadHttp(response, cancellationToken) : StatusOf(response);
            return response;
        }
        catch (Exception exception)
        {
            Last = FailureOf(exception, cancellationToken);
            throw;
        }
    }

    // gRPC.
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken); // the trailers come after it
            Last = response.IsSuccessStatusCode ? ReadGrpc(response, await response.Content.ReadAsByteArrayAsync(cancellationToken)) : StatusOf(response);
            return response;
        }
        catch (Exception exception)
        {
            Last = FailureOf(exception, cancellationToken);
            throw;
        }
    }

    private OtlpAnswer ReadHttp(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType is { MediaType: "application/json" })
            return OtlpAnswer.Taken;

        // A read that waits for a server which says no more has no other end.
        using var deadline = cancellationToken.UnsafeRegister(static response => ((HttpResponseMessage)response!).Dispose(), response);
        using var body = response.Content.ReadAsStream(cancellationToken);
        var length = body.ReadAtLeast(_buffer, LongestAnswer, throwOnEndOfStream: false);
        return OtlpAnswer.Read(_buffer.AsSpan(0, length));
    }

    private static OtlpAnswer ReadGrpc(HttpResponseMessage response, byte[] body)
    {
        const int FrameHeader = 5; // one byte says whether it is compressed, four how long it is

        return Header("grpc-status") switch
        {
            null => OtlpAnswer.Refused("its answer is no gRPC"),
            not "0" and var status => OtlpAnswer.Refused($"it answered with gRPC status {status}: {Uri.UnescapeDataString(Header("grpc-message") ?? "")}"),
            _ when body.Length > FrameHeader && body[0] == 0 => OtlpAnswer.Read(body.AsSpan(FrameHeader)),
            _ => OtlpAnswer.Taken,
        };

        string? Header(string name) => First(response.TrailingHeaders, name) ?? First(response.Headers, name);
    }

    private static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;

    private static OtlpAnswer StatusOf(HttpResponseMessage response) => OtlpAnswer.Refused($"it answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());

    private static OtlpAnswer FailureOf(Exception exception, CancellationToken cancellationToken) =>
        OtlpAnswer.Refused(cancellationToken.IsCancellationRequested ? "it did not answer in time" : exception.Message);
}
