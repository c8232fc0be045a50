using System.IO.Pipelines;

namespace ServiceDefaults.Requests;

/// <summary>Passes everything on to the server's own writer of a response body and counts the bytes.</summary>
internal sealed class CountingPipeWriter : PipeWriter
{
    /// <summary>The server's writer.</summary>
    public required PipeWriter Inner { get; set; }

    /// <summary>Bytes written so far.</summary>
    public long Count { get; set; }

    public override bool CanGetUnflushedBytes => Inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => Inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Inner.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        Inner.Advance(bytes); // throws where no body is allowed, or more than was announced
        Count += bytes;
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        // The server has taken the bytes when it gives the task back; what is awaited is that the client keeps up.
        var write = Inner.WriteAsync(source, cancellationToken);
        Count += write is { IsCompleted: true, IsCompletedSuccessfully: false } ? 0 : source.Length;
        return write;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => Inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => Inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => Inner.CompleteAsync(exception);
}
