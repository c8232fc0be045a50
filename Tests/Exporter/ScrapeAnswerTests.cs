using System.IO.Compression;
using System.Net;
using System.Text;

namespace Tests.Exporter;

/// <summary>What a scrape is answered, by what it asks for.</summary>
public sealed class ScrapeAnswerTests(ScrapedService service) : IClassFixture<ScrapedService>
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string Text1 = "text/plain; version=1.0.0; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string OpenMetrics0 = "application/openmetrics-text; version=0.0.1; charset=utf-8";

    [Theory]
    [InlineData(Text)]
    [InlineData(Text, "")]
    [InlineData(Text, "*/*")]
    [InlineData(Text, "text/*")]
    [InlineData(Text, "text/plain")]
    [InlineData(Text, "text/plain;version=0.0.4")]
    [InlineData(Text, "TEXT/Plain; Version=\"0.0.4\"")]
    [InlineData(Text, "text/plain;version=7")]
    [InlineData(Text, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    [InlineData(Text, "application/json")]
    [InlineData(Text, ";;, ,=")]
    [InlineData(Text, "application/openmetrics-text;version=7")]
    [InlineData(Text, "application/openmetrics-text;q=0")]
    [InlineData(Text, "application/openmetrics-text;q=0.000,text/html")]
    [InlineData(Text, "application/openmetrics-text;q=0.3,text/plain;version=0.0.4;q=0.9")]
    [InlineData(Text1, "text/plain;version=1.0.0")]
    [InlineData(Text1, "text/plain;version=0.0.4,text/plain;version=1.0.0")]
    [InlineData(Text1 + "; escaping=underscores", "text/plain;version=1.0.0;escaping=underscores")]
    [InlineData(OpenMetrics, "application/openmetrics-text")]
    [InlineData(OpenMetrics, "application/openmetrics-text;version=1.0.0")]
    [InlineData(OpenMetrics, "application/openmetrics-text;version=1.0.0;charset=utf-8")]
    [InlineData(OpenMetrics, "text/plain,application/openmetrics-text")]
    [InlineData(OpenMetrics, "text/plain", "application/openmetrics-text")]
    [InlineData(OpenMetrics, "application/json, application/openmetrics-text;q=0.1")]
    [InlineData(OpenMetrics, "application/openmetrics-text;version=7;q=0.9,application/openmetrics-text;version=1.0.0;q=0.2,*/*;q=0.1")]
    [InlineData(OpenMetrics0, "application/openmetrics-text;version=0.0.1")]
    [InlineData(OpenMetrics + "; escaping=allow-utf-8", "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8")]
    [InlineData(OpenMetrics + "; escaping=underscores", "application/openmetrics-text;version=1.0.0;escaping=unheard-of")]
    [InlineData(OpenMetrics, "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    [InlineData(
        OpenMetrics + "; escaping=allow-utf-8",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
            + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    public async Task Format_IsTheOneThatIsLikedBest(string expected, params string[] accept)
    {
        using var response = await AskAsync(HttpMethod.Get, accept);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Contains("t_kept_total{label=\"väl\\\"ue\\n\"} 3\n", text, StringComparison.Ordinal);
        Assert.Equal(expected.StartsWith(OpenMetrics[..20], StringComparison.Ordinal), text.EndsWith("\n# EOF\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "gzip")]
    [InlineData(true, "GZIP")]
    [InlineData(true, "deflate, gzip;q=0.5, br")]
    [InlineData(true, "*")]
    [InlineData(false, null)]
    [InlineData(false, "identity")]
    [InlineData(false, "br, deflate")]
    [InlineData(false, "gzip;q=0")]
    [InlineData(false, "gzip;q=0, *")]
    [InlineData(false, "*;q=0")]
    [InlineData(false, ";;")]
    public async Task Compression_IsThereForWhoTakesIt_AndLosesNothing(bool isCompressed, string? acceptEncoding)
    {
        using var response = await AskAsync(HttpMethod.Get, [OpenMetrics], acceptEncoding);
        await using var body = await response.Content.ReadAsStreamAsync();
        await using var unzipped = isCompressed ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var reader = new StreamReader(unzipped, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();

        Assert.Equal(isCompressed ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
        Assert.Equal(OpenMetrics, response.Content.Headers.ContentType?.ToString());
        Assert.Contains("# TYPE t_kept counter\nt_kept_total{label=\"väl\\\"ue\\n\"} 3\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Text, null)]
    [InlineData(OpenMetrics, "gzip")]
    public async Task Head_HasTheHeadersOfGet_AndAsksNoInstrument(string accept, string? acceptEncoding)
    {
        using var get = await AskAsync(HttpMethod.Get, [accept], acceptEncoding);
        var collections = service.Collections;

        using var head = await AskAsync(HttpMethod.Head, [accept], acceptEncoding);

        Assert.Equal((HttpStatusCode.OK, collections), (head.StatusCode, service.Collections));
        Assert.Equal(HeadersOf(get), HeadersOf(head));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task Method_OfAnyOtherKind_IsNotAllowed(string method)
    {
        var collections = service.Collections;

        using var response = await AskAsync(new HttpMethod(method), []);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, collections), (response.StatusCode, service.Collections));
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
    }

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string[] accept, string? acceptEncoding = null)
    {
        var request = new HttpRequestMessage(method, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (acceptEncoding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        return service.Client.SendAsync(request);
    }

    // Without those that tell how the body comes, which HEAD may leave out (RFC 9110, section 9.3.2).
    private static IEnumerable<string> HeadersOf(HttpResponseMessage response) =>
        from header in response.Headers.Concat(response.Content.Headers)
        where header.Key is not ("Date" or "Transfer-Encoding" or "Content-Length")
        orderby header.Key
        select $"{header.Key}: {string.Join(", ", header.Value)}";
}
