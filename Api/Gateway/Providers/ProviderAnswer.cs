using System.Net;

namespace Api.Gateway.Providers;

/// <summary>What a provider answered, at least in part.</summary>
/// <param name="provider">Who did.</param>
/// <param name="response">The head of the answer.</param>
/// <param name="body">All of it, unless it is a stream.</param>
/// <param name="stream">Its events.</param>
internal sealed class ProviderAnswer(Provider provider, HttpResponseMessage response, ReadOnlyMemory<byte> body, ProviderStream? stream) : IAsyncDisposable
{
    /// <summary>Whether it has one of the calls that the provider may have, until it is disposed. What was asked for a sign of life has none.</summary>
    public bool HoldsPlace { get; set; }

    /// <summary>2xx, or a 4xx that is about the request.</summary>
    public HttpStatusCode Status => response.StatusCode;

    public bool IsSuccess => response.IsSuccessStatusCode;

    public string? ContentType => response.Content.Headers.ContentType?.ToString();

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Null when a body was asked for.</summary>
    public ProviderStream? Stream => stream;

    public async ValueTask DisposeAsync()
    {
        response.Dispose(); // first: it ends a read that hangs
        if (stream is not null)
            await stream.DisposeAsync();
        if (HoldsPlace)
            provider.Leave();
    }
}
