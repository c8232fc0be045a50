using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tests.Support.Otlp;

/// <summary>An address that takes nothing, for one reason or another.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<TcpClient> _clients = new();
    private readonly byte[] _answer;

    /// <param name="answer">What it says to each connection, and then nothing more; null closes the port instead.</param>
    public FaultyServer(string? answer)
    {
        _answer = Encoding.ASCII.GetBytes(answer ?? "");
        _listener.Start();
        Url = $"http://{_listener.LocalEndpoint}";
        if (answer is null)
            _listener.Stop();
        else
            _ = AnswerAsync();
    }

    public string Url { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var client in _clients)
            client.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _clients.Enqueue(client);
            _ = await client.GetStream().ReadAsync(new byte[1], _stop.Token);
            await client.GetStream().WriteAsync(_answer, _stop.Token);
        }
    }
}
