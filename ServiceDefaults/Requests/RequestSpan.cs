using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Requests;

/// <summary>
/// What OpenTelemetry's conventions want on the span of a request: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span.
/// ASP.NET Core can put some of it there, for every request, also those that are not sampled: <see cref="Traces"/> tells it not to.
/// </summary>
internal static class RequestSpan
{
    /// <summary>What the client asked for, before a middleware rewrites it.</summary>
    public static void Begin(Activity span, HttpRequest request)
    {
        var method = RequestMethods.NameOf(RequestMethods.IndexOf(request.Method));
        span.SetTag("http.request.method", method);
        if (method != request.Method)
            span.SetTag("http.request.method_original", request.Method);
        span.SetTag("url.path", request.PathBase.HasValue || request.Path.HasValue ? request.PathBase.Value + request.Path.Value : "/");
        if (request.QueryString.HasValue)
            span.SetTag("url.query", QueryRedaction.Redact(request.QueryString.Value.AsSpan(1)));
        if (ProtocolVersion(request.Protocol) is { } version)
            span.SetTag("network.protocol.version", version);
        if (request.Headers.UserAgent.ToString() is { Length: > 0 } userAgent)
            span.SetTag("user_agent.original", userAgent);
    }

    /// <summary>How it was answered, and between whom: what a proxy forwarded is known by now.</summary>
    public static void End(Activity span, HttpContext context, in CompletedRequest completed)
    {
        var request = context.Request;
        span.SetTag("url.scheme", request.Scheme);
        if (request.Host.HasValue)
        {
            span.SetTag("server.address", request.Host.Host);
            span.SetTag("server.port", request.Host.Port ?? (request.IsHttps ? 443 : 80));
        }

        if (context.Connection.RemoteIpAddress is { } client)
            span.SetTag("client.address", client.ToString());

        // By the conventions a span of a method that nobody knows is called "HTTP".
        var method = span.GetTagItem("http.request.method") is string known and not RequestMethods.Other ? known : "HTTP";
        span.DisplayName = completed.Route.Template is null ? method : $"{method} {completed.Route.Template}";
        if (completed.Route.Template is not null)
            span.SetTag("http.route", completed.Route.Template);
        span.SetTag("http.response.status_code", completed.StatusCode);

        if (completed.Exception is not null)
            span.AddException(completed.Exception);
        if (completed.StatusCode < StatusCodes.Status500InternalServerError)
            return;

        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag("error.type", completed.Exception?.GetType().FullName ?? completed.StatusCode.ToString(CultureInfo.InvariantCulture));
    }

    private static string? ProtocolVersion(string protocol) => protocol switch
    {
        "HTTP/1.1" => "1.1",
        "HTTP/2" => "2",
        "HTTP/3" => "3",
        "HTTP/1.0" => "1.0",
        _ => null,
    };
}
