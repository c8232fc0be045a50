using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceDefaults.Requests;

/// <summary>Stands before the server's own response body and counts what is written to it, by whichever way: stream, pipe or file.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The stream owns nothing.")]
internal sealed class CountingResponseBody(IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    private readonly CountingStream _stream = new();
    private readonly CountingPipeWriter _writer = new() { Inner = inner.Writer };

    public Stream Stream
    {
        get
        {
            _stream.Inner = inner.Stream;
            return _stream;
        }
    }

    public PipeWriter Writer
    {
        get
        {
            _writer.Inner = inner.Writer;
            return _writer;
        }
    }

    /// <summary>Bytes written since <see cref="Begin"/>.</summary>
    public long Count => _stream.Count + _writer.Count;

    /// <summary>Whether it stands before this one: a connection that stays has the same for all its requests.</summary>
    public bool IsBefore(IHttpResponseBodyFeature other) => ReferenceEquals(inner, other);

    public void Begin() => _stream.Count = _writer.Count = 0;

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    // Through the stream that counts: Kestrel does the same with its own, and what a client that goes away did not get is not counted.
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);
}
