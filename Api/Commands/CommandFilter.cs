using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Api.Commands;

/// <summary>Runs an endpoint as a command: an answer of 2xx is committed, any other is undone.</summary>
internal sealed class CommandFilter(IOptions<JsonOptions> json) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var idempotencyKey = IdempotencyKey.Of(http.Request, out var isValid);
        if (!isValid)
            return Refusal.Invalid(IdempotencyKey.HeaderName, IdempotencyKey.Description).ToProblem();

        var key = idempotencyKey is null ? CommandKey.New() : CommandKey.Of(CallerOf(http.User), idempotencyKey, Requested(context));
        return await http.RequestServices.GetRequiredService<CommandRunner>().RunAsync(
            key,
            async _ => await next(context),
            result => Keep(result, key),
            command => Repeat(command, key),
            http.RequestAborted);
    }

    private static Guid CallerOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;

    private static object Repeat(Command command, CommandKey key) => CryptographicOperations.FixedTimeEquals(command.Fingerprint, key.Fingerprint)
        ? new Answer(command.Status, command.Location, command.Body)
        : new Refusal(StatusCodes.Status422UnprocessableEntity, $"This {IdempotencyKey.HeaderName} was used for something else. Choose a new one for each thing to do.").ToProblem();

    // Method, path and the body as it was understood: spaces make no difference.
    private byte[] Requested(EndpointFilterInvocationContext context)
    {
        var request = context.HttpContext.Request;
        var bodyType = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var body = context.Arguments.FirstOrDefault(argument => argument?.GetType() == bodyType);
        return [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. JsonSerializer.SerializeToUtf8Bytes(body, json.Value.SerializerOptions)];
    }

    private Answer? Keep(object? result, CommandKey key)
    {
        while (result is INestedHttpResult nested)
            result = nested.Result;

        if (result is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and var status })
            return null;
        if (key.Fingerprint is null)
            return Answer.NotKept;

        var body = result is IValueHttpResult { Value: { } value } ? JsonSerializer.SerializeToUtf8Bytes(value, json.Value.SerializerOptions) : null;
        return new(status, LocationOf(result), body);
    }

    // Created<T> has no interface that tells where.
    private static string? LocationOf(object result) => result is IValueHttpResult
        ? result.GetType().GetProperty(nameof(Microsoft.AspNetCore.Http.HttpResults.Created.Location))?.GetValue(result) as string
        : null;
}
