using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tests.Support;

/// <summary>A server that keeps what it is sent, to look at what a provider gets. It answers always the same.</summary>
internal sealed class RecordingProvider : IAsyncDisposable
{
    /// <summary>With a field that no API has.</summary>
    public const string Answer = """{"id":"1","choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1},"their_field":[1.50]}""";

    private readonly WebApplication _app;

    private RecordingProvider(WebApplication app) => _app = app;

    public ConcurrentQueue<JsonElement> Bodies { get; } = [];

    /// <summary>What stands in the head of its answers.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = [];

    public Uri Address => new(_app.Urls.Single() + "/");

    public static async Task<RecordingProvider> StartAsync(int status = StatusCodes.Status200OK)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new RecordingProvider(builder.Build());
        provider._app.MapGet("/v1/models", () => "{}");
        provider._app.Map("/v1/{**path}", async (HttpContext context) =>
        {
            provider.Bodies.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body));
            context.Response.StatusCode = status;
            foreach (var (name, value) in provider.Headers)
                context.Response.Headers[name] = value;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer);
        });
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
