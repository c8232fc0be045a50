using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Logs;

namespace Tests.Support;

/// <summary>A stream that keeps the JSON lines written to it.</summary>
internal sealed class LogCapture : Stream
{
    private readonly MemoryStream _written = new();
    private readonly ConcurrentQueue<JsonLoggerProvider> _providers = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public string Text
    {
        get
        {
            foreach (var provider in _providers)
                provider.Flush();
            lock (_written)
                return Encoding.UTF8.GetString(_written.ToArray());
        }
    }

    public IReadOnlyList<JsonElement> Records => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>The lines that requests got.</summary>
    public IReadOnlyList<JsonElement> Requests => [.. Records.Where(record => record.GetProperty("message").GetString() == "Request completed")];

    /// <summary>A provider that writes here. What it was given is seen by whoever reads after that.</summary>
    public JsonLoggerProvider NewProvider(IServiceProvider services, ILineFormat format)
    {
        var provider = new JsonLoggerProvider(this, format, services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<IMeterFactory>());
        _providers.Enqueue(provider);
        return provider;
    }

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
