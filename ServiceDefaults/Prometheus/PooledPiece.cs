using System.Buffers;

namespace ServiceDefaults.Prometheus;

/// <summary>Holds one piece of an exposition in memory that comes from the pool.</summary>
internal sealed class PooledPiece : IBufferWriter<byte>
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Exposition.PieceSize);
    private int _written;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _written);

    public static PooledPiece Rent() => new();

    public void Clear() => _written = 0;

    public void Return() => ArrayPool<byte>.Shared.Return(_buffer);

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length - _written < sizeHint)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_written + sizeHint);
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
