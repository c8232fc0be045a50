using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceDefaults.Requests;

/// <summary>Stands before the server's own request body and counts what is read from it, by whichever way: stream or pipe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The stream owns nothing.")]
internal sealed class CountingRequestBody : IRequestBodyPipeFeature
{
    private readonly CountingStream _stream = new();
    private CountingPipeReader? _reader;
    private IHttpRequestFeature? _request;
    private IRequestBodyPipeFeature? _inner;

    /// <summary>Bytes read since <see cref="Begin"/>.</summary>
    public long Count => _stream.Count + (_reader?.Count ?? 0);

    // A middleware that puts another body in front, to decompress it or to read it twice, reads it from our stream; the server sees to its reader.
    PipeReader IRequestBodyPipeFeature.Reader => ReferenceEquals(_request!.Body, _stream) ? _reader! : _inner!.Reader;

    public void Begin(IFeatureCollection features)
    {
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _inner = features.Get<IRequestBodyPipeFeature>();
        _stream.Inner = _request.Body;
        _stream.Count = 0;
        if (_inner is not null)
        {
            // Asked for now: once the stream is ours, the server would make a reader over that.
            _reader ??= new() { Inner = _inner.Reader };
            _reader.Inner = _inner.Reader;
            _reader.Count = 0;
            features.Set<IRequestBodyPipeFeature>(this);
        }

        _request.Body = _stream;
    }
}
