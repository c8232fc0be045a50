using System.Text;
using System.Text.Json;

namespace Tests.Support;

/// <summary>A stream that keeps the JSON lines written to it.</summary>
internal sealed class LogCapture : Stream
{
    private readonly MemoryStream _written = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public string Text
    {
        get
        {
            lock (_written)
                return Encoding.UTF8.GetString(_written.ToArray());
        }
    }

    public IReadOnlyList<JsonElement> Records => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>The lines that requests got.</summary>
    public IReadOnlyList<JsonElement> Requests => [.. Records.Where(record => record.GetProperty("message").GetString() == "Request completed")];

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_written)
            _written.Write(buffer);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
