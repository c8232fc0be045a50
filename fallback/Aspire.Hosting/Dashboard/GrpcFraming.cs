using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Aspire.Hosting.Dashboard;

/// <summary>Messages on the wire: a byte that says whether it is compressed, four of length (big-endian), the message.</summary>
internal static class GrpcFraming
{
    private const int PrefixLength = 5;
    private const int MaxRequestLength = 64 * 1024; // requests are names and flags

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var prefix = await ReadExactlyAsync(reader, PrefixLength, cancellationToken);
        if (prefix[0] != 0)
            throw new GrpcException(GrpcStatus.Unimplemented, "Compressed messages are not supported: send identity.");

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (length > MaxRequestLength)
            throw new GrpcException(GrpcStatus.ResourceExhausted, $"A request has at most {MaxRequestLength} bytes, this one {length}.");

        return await ReadExactlyAsync(reader, (int)length, cancellationToken);
    }

    public static void Write(IBufferWriter<byte> writer, IMessage message)
    {
        var length = message.CalculateSize();
        var frame = writer.GetSpan(PrefixLength + length)[..(PrefixLength + length)];
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], length);
        message.WriteTo(frame[PrefixLength..]);
        writer.Advance(frame.Length);
    }

    private static async Task<byte[]> ReadExactlyAsync(PipeReader reader, int length, CancellationToken cancellationToken)
    {
        if (length == 0)
            return [];

        var read = await reader.ReadAtLeastAsync(length, cancellationToken);
        if (read.Buffer.Length < length)
            throw new GrpcException(GrpcStatus.InvalidArgument, "The request ended before its message did.");

        var bytes = read.Buffer.Slice(0, length);
        var copy = bytes.ToArray();
        reader.AdvanceTo(bytes.End);
        return copy;
    }
}
