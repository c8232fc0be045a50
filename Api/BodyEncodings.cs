using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Api;

/// <summary>Bodies are UTF-8, as RFC 8259 has it of JSON, and not compressed: a small body that unpacks to a large one would pass the limit.</summary>
internal static class BodyEncodings
{
    private static readonly Refusal Unknown = new(StatusCodes.Status415UnsupportedMediaType, "Send the body as UTF-8 and without a Content-Encoding.");

    /// <summary>Answers 415 to other encodings. Behind routing.</summary>
    public static void UseBodyEncodings(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is null || (IsUtf8(context.Request) && !IsEncoded(context.Request))
            ? next(context)
            : Unknown.ToProblem().ExecuteAsync(context));

    private static bool IsUtf8(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        || !type.Charset.HasValue
        || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase); // in quotes the framework does not know it

    private static bool IsEncoded(HttpRequest request) => request.Headers.ContentEncoding is not ([] or ["identity"]);
}
