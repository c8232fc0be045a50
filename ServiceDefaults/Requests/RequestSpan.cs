using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Requests;

/// <summary>
/// What OpenTelemetry's conventions want on the span of a request when it ends: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span.
/// .NET 10 writes only what is known when it begins; .NET 11 is to write these too (dotnet/aspnetcore#64851), and then this can go.
/// </summary>
internal static class RequestSpan
{
    public static void Describe(Activity span, CompletedRequest request)
    {
        // ASP.NET Core has put the method in, or _OTHER, by which the conventions name a span "HTTP".
        var method = span.GetTagItem("http.request.method") is "_OTHER" ? "HTTP" : request.Method;
        span.DisplayName = request.Route is null ? method : $"{method} {request.Route}";
        if (request.Route is not null)
            span.SetTag("http.route", request.Route);
        span.SetTag("http.response.status_code", request.StatusCode);

        if (request.Exception is not null)
            span.AddException(request.Exception);
        if (request.StatusCode < StatusCodes.Status500InternalServerError)
            return;

        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag("error.type", request.Exception?.GetType().FullName ?? request.StatusCode.ToString(CultureInfo.InvariantCulture));
    }
}
