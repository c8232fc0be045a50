using System.Net.Mime;
using System.Text.Json;

namespace SimulatedProviders.OpenAi;

/// <summary><c>POST /v1/chat/completions</c>, plain and streamed. There is always one choice.</summary>
internal static class ChatEndpoint
{
    public static async Task<OpenAiError?> AnswerAsync(Call call)
    {
        var (request, error) = await OpenAiJson.ReadAsync<ChatRequest>(call);
        if ((error ?? ErrorOf(request!)) is { } refusal)
            return refusal;

        var completion = Completion.Of(call, request!);
        call.TakeTokens(completion.Usage.TotalTokens);
        if (request!.Stream != true)
        {
            await call.WaitForTokensAsync(completion.Tokens.Count);
            await OpenAiJson.AnswerAsync(call, completion.Whole());
            return null;
        }

        await StreamAsync(call, completion, request.StreamOptions?.IncludeUsage == true);
        return null;
    }

    private static OpenAiError? ErrorOf(ChatRequest request) => request switch
    {
        { Model: null or "" } => OpenAiError.Invalid("model", "You must provide a model parameter."),
        { Model: var model } when !Models.Chat.Contains(model) => OpenAiError.UnknownModel(model),
        { Messages: null or [] } => OpenAiError.Invalid("messages", "Missing required parameter: 'messages'."),
        { Stream: not true, StreamOptions: not null } => OpenAiError.Invalid("stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled."),
        { MaxTokens: < 1 } => OpenAiError.Invalid("max_tokens", "Invalid 'max_tokens': expected a value >= 1."),
        { MaxCompletionTokens: < 1 } => OpenAiError.Invalid("max_completion_tokens", "Invalid 'max_completion_tokens': expected a value >= 1."),
        _ => null,
    };

    private static async Task StreamAsync(Call call, Completion completion, bool includeUsage)
    {
        var response = call.Context.Response;
        response.ContentType = MediaTypeNames.Text.EventStream;
        response.Headers.CacheControl = "no-cache";
        await response.Body.FlushAsync(call.Cancelled); // the headers too: an outage may come before the first event
        call.Stream();

        var sent = 0;
        foreach (var (tokens, chunk) in completion.Chunks(includeUsage))
        {
            await call.WaitForTokensAsync(tokens);
            await SendAsync(JsonSerializer.Serialize(chunk, OpenAiJson.Options));
        }

        await call.BeforeEventAsync(sent);
        call.Cancelled.ThrowIfCancellationRequested();
        call.End(CallOutcome.Answered);
        await response.WriteAsync("data: [DONE]\n\n", call.Cancelled);

        async Task SendAsync(string data)
        {
            await call.BeforeEventAsync(sent++);
            await response.WriteAsync($"data: {data}\n\n", call.Cancelled);
        }
    }
}
