using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Api;

/// <summary>
/// Lets endpoints take an HTML form where they take JSON. A form's fields are the properties of a JSON object, all of them texts; from there on the two are
/// the same, with the same validation.
/// </summary>
internal static class FormBodies
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly Refusal Unreadable = new(StatusCodes.Status400BadRequest, "The form has too many fields, one that is too long, one twice, or the character U+0000.");

    /// <summary>The endpoint takes its body as a form, too.</summary>
    /// <typeparam name="TRequest">The body. A form can give its texts alone.</typeparam>
    public static RouteHandlerBuilder AcceptsForms<TRequest>(this RouteHandlerBuilder endpoint) where TRequest : notnull => endpoint.Accepts<TRequest>(Json, Form);

    /// <summary>Makes JSON of the forms that such endpoints get. Behind routing.</summary>
    public static void UseFormBodies(this IApplicationBuilder app) => app.Use(async (HttpContext context, RequestDelegate next) =>
    {
        var accepts = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>();
        var isForm = accepts?.ContentTypes.Contains(Form, StringComparer.Ordinal) == true && context.Request.HasFormContentType;
        if (isForm && !await TryReplaceAsync(context.Request, context.RequestAborted))
            await Unreadable.ToProblem().ExecuteAsync(context);
        else
            await next(context);
    });

    private static async Task<bool> TryReplaceAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException) // beyond the framework's limits, or with U+0000
        {
            return false;
        }

        if (form.Any(field => field.Value.Count > 1))
            return false;

        var fields = form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        var body = JsonSerializer.SerializeToUtf8Bytes(fields);
        request.Body = new MemoryStream(body);
        request.ContentType = Json;
        request.ContentLength = body.Length;
        return true;
    }
}
