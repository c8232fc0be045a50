using Api.Data;
using Microsoft.AspNetCore.Mvc;

namespace Api.Gateway.Calls;

/// <summary>OpenAI's API, as far as the gateway has it. Its callers show a key of the gateway, which is looked at in the transaction that admits the call.</summary>
internal static class ModelEndpoints
{
    private const long MaximumBody = 8 * 1024 * 1024; // prompts have images

    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var openAi = routes.MapGroup("").WithTags("Models").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MaximumBody)).AddEndpointFilter(AnswerErrorsAsync);

        openAi.MapPost("/v1/chat/completions", (HttpContext context, ModelCalls calls) => calls.AnswerAsync(context, ModelOperation.Chat))
            .WithSummary("Complete a chat, whole or as a stream of events. See https://platform.openai.com/docs/api-reference/chat.");
        openAi.MapPost("/v1/embeddings", (HttpContext context, ModelCalls calls) => calls.AnswerAsync(context, ModelOperation.Embeddings))
            .WithSummary("Make vectors of texts. See https://platform.openai.com/docs/api-reference/embeddings.");
        openAi.MapGet("/v1/models", async (HttpRequest request, ModelCalls calls, CancellationToken cancellationToken) =>
                TypedResults.Ok(new ModelsAnswer([.. (await calls.ModelsOfAsync(request, cancellationToken)).Select(model => new ModelAnswer(model))])))
            .WithSummary("List the models that the key is for.");
        openAi.MapGet("/v1/models/{id}", async (string id, HttpRequest request, ModelCalls calls, CancellationToken cancellationToken) =>
                (await calls.ModelsOfAsync(request, cancellationToken)).Contains(id, StringComparer.Ordinal) ? TypedResults.Ok(new ModelAnswer(id)) : throw OpenAiException.UnknownModel(id))
            .WithSummary("Get one of them.");
    }

    // In OpenAI's words, whoever found it: its clients read no others.
    private static async ValueTask<object?> AnswerErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (!context.HttpContext.Response.HasStarted && ErrorOf(exception) is { } error)
        {
            await error.WriteAsync(context.HttpContext.Response);
            return Results.Empty;
        }
    }

    private static OpenAiException? ErrorOf(Exception exception) => exception switch
    {
        OpenAiException error => error,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, "invalid_request_error", code: null, "The body is larger than this endpoint takes: 8 MiB."),
        BadHttpRequestException bad => new(bad.StatusCode, "invalid_request_error", code: null, bad.Message),
        _ when DatabaseFailure.Find(exception) is { IsTransient: true } => new(StatusCodes.Status503ServiceUnavailable, "server_error", "database_unavailable", "The gateway cannot reach its database. Try again soon.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        _ => null,
    };
}
