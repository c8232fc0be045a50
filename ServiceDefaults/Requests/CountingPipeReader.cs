using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ServiceDefaults.Requests;

/// <summary>Passes everything on to the server's own reader of a request body and counts the bytes that are consumed.</summary>
internal sealed class CountingPipeReader : PipeReader
{
    private ReadOnlySequence<byte> _read;

    /// <summary>The server's reader.</summary>
    public required PipeReader Inner { get; set; }

    /// <summary>Bytes consumed so far.</summary>
    public long Count { get; set; }

    public override bool TryRead(out ReadResult result)
    {
        var hasRead = Inner.TryRead(out result);
        _read = hasRead ? result.Buffer : default;
        return hasRead;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = Inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(Remembered(read.GetAwaiter().GetResult())) : RememberAsync(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var bytes = _read.IsEmpty ? 0 : _read.Slice(_read.Start, consumed).Length;
        _read = default; // its memory goes back to the server
        Inner.AdvanceTo(consumed, examined);
        Count += bytes;
    }

    public override void CancelPendingRead() => Inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => Inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => Inner.CompleteAsync(exception);

    private ReadResult Remembered(ReadResult result)
    {
        _read = result.Buffer;
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> RememberAsync(ValueTask<ReadResult> read) => Remembered(await read);
}
