using System.Buffers.Binary;

namespace ServiceDefaults.Otlp;

/// <summary>Walks the fields of one message: https://protobuf.dev/programming-guides/encoding. It must hold for whatever a server may answer.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Field { get; private set; }

    /// <summary>The field has <see cref="Bytes"/>, else a <see cref="Number"/>.</summary>
    public bool IsMessage { get; private set; }

    public ReadOnlySpan<byte> Bytes { get; private set; }

    public ulong Number { get; private set; }

    /// <summary>False once something was read that is no message.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>Goes to the next field. False: there is none.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty || !IsValid)
            return false;

        IsValid = TryRead();
        return IsValid;
    }

    private bool TryRead()
    {
        if (!TryReadVarint(out var tag) || tag >> 3 is 0 or > 0x1FFFFFFF)
            return false;

        Field = (int)(tag >> 3);
        IsMessage = false;
        Bytes = default;
        Number = 0;
        switch (tag & 7)
        {
            case 0 when TryReadVarint(out var number):
                Number = number;
                return true;
            case 1 when TryTake(8, out var eight):
                Number = BinaryPrimitives.ReadUInt64LittleEndian(eight);
                return true;
            case 2 when TryReadVarint(out var length) && TryTake(length, out var bytes):
                IsMessage = true;
                Bytes = bytes;
                return true;
            case 5 when TryTake(4, out var four):
                Number = BinaryPrimitives.ReadUInt32LittleEndian(four);
                return true;
            default:
                return false;
        }
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && TryTake(1, out var next); shift += 7)
        {
            value |= (ulong)(next[0] & 0x7F) << shift;
            if (next[0] < 0x80)
                return true;
        }

        return false;
    }

    private bool TryTake(ulong length, out ReadOnlySpan<byte> taken)
    {
        if (length > (ulong)_rest.Length)
        {
            taken = default;
            return false;
        }

        taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }
}
