using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using ServiceDefaults.Requests;

namespace Tests.Unit;

/// <summary>The span of a request, as OpenTelemetry's conventions for HTTP servers describe it.</summary>
public sealed class RequestSpanTests
{
    private static readonly ObservedRoute Things = new("/things/{id}", isObserved: true, isCounted: true, new InProgressCounts("/things/{id}"));

    [Fact]
    public void Span_OfAnAnsweredRequest_HasEveryAttribute()
    {
        var span = Describe("GET", new(200));

        Assert.Equal("GET /things/{id}", span.DisplayName);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["client.address"] = "192.0.2.7",
                ["http.request.method"] = "GET",
                ["http.response.status_code"] = 200,
                ["http.route"] = "/things/{id}",
                ["network.protocol.version"] = "2",
                ["server.address"] = "things.example",
                ["server.port"] = 443,
                ["url.path"] = "/base/things/1",
                ["url.query"] = "page=2&token=REDACTED",
                ["url.scheme"] = "https",
                ["user_agent.original"] = "tester/1.0",
            },
            new SortedDictionary<string, object?>(span.TagObjects.ToDictionary(), StringComparer.Ordinal));
    }

    [Fact]
    public void Span_OfAMethodThatNobodyKnows_IsCalledHttp()
    {
        var span = Describe("BREW", new(405));

        Assert.Equal(("HTTP /things/{id}", "_OTHER", "BREW"), (span.DisplayName, span.GetTagItem("http.request.method"), span.GetTagItem("http.request.method_original")));
    }

    [Fact]
    public void Span_OfARequestThatThrew_TellsTheException()
    {
        var span = Describe("GET", new(500, new InvalidOperationException("told")));

        Assert.Equal((ActivityStatusCode.Error, "System.InvalidOperationException"), (span.Status, span.GetTagItem("error.type")));
        Assert.Contains(Assert.Single(span.Events).Tags, tag => tag is { Key: "exception.message", Value: "told" });
    }

    [Fact]
    public void Span_OfAnErrorWithoutAnException_TellsTheStatus() => Assert.Equal("503", Describe("GET", new(503)).GetTagItem("error.type"));

    [Theory]
    [InlineData("a=1&b=2", "a=1&b=2")]
    [InlineData("password=x", "password=REDACTED")]
    [InlineData("a=1&pass%77ord=x&&b", "a=1&pass%77ord=REDACTED&&b")]
    [InlineData("sig=x&Signature=y&X-Goog-Signature=z&AWSAccessKeyId=k", "sig=REDACTED&Signature=REDACTED&X-Goog-Signature=REDACTED&AWSAccessKeyId=REDACTED")]
    [InlineData("api_key=", "api_key=REDACTED")]
    [InlineData("&=&token", "&=&token")]
    [InlineData("", "")]
    public void Query_WithSecrets_IsRedacted(string query, string expected) => Assert.Equal(expected, QueryRedaction.Redact(query));

    private static Activity Describe(string method, Answer answer)
    {
        var context = new DefaultHttpContext
        {
            Request =
            {
                Method = method, Scheme = "https", Protocol = "HTTP/2", Host = new("things.example"), PathBase = "/base", Path = "/things/1",
                QueryString = new("?page=2&token=abc"), Headers = { UserAgent = "tester/1.0" },
            },
            Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.7") },
        };
        var span = new Activity("request");
        RequestSpan.Begin(span, context.Request);
        context.Request.Path = "/rewritten";

        RequestSpan.End(span, context, new(method, Things, answer.Status, answer.Exception));
        return span;
    }

    private sealed record Answer(int Status, Exception? Exception = null);
}
