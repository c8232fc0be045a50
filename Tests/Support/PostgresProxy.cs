using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Tests.Support;

/// <summary>Stands between the driver and PostgreSQL, and breaks the connection at the worst moment: at the COMMIT.</summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    // Messages of PostgreSQL's protocol: a letter, the length, and a text that ends with 0.
    private static readonly byte[] Commit = [(byte)'Q', 0, 0, 0, 11, .. "COMMIT\0"u8];
    private static readonly byte[] Committed = [(byte)'C', 0, 0, 0, 11, .. "COMMIT\0"u8];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("postgres-proxy-");
    private readonly Socket _listener = NewSocket();
    private readonly CancellationTokenSource _end = new();
    private readonly UnixDomainSocketEndPoint _server;
    private readonly Task _accepting;

    private volatile Trap? _trap;
    private volatile Trap? _cut;
    private volatile CancellationTokenSource _up = new(); // canceled while the database is away

    private PostgresProxy(string database)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        _server = new(Path.Combine(connection.Host!, SocketName));
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory.FullName, SocketName)));
        _listener.Listen();
        connection.Host = _directory.FullName;
        ConnectionString = connection.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>The database by way of the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Stands before a database that listens on a socket file.</summary>
    public static PostgresProxy Before(string database) => new(database);

    /// <summary>Lays a trap for the COMMIT of the next transaction that says something.</summary>
    /// <param name="fault">What becomes of the COMMIT.</param>
    /// <param name="text">What a transaction has to say to be the one.</param>
    /// <param name="goesAway">Whether the database takes no connections from then on, until <see cref="ComeBack"/>.</param>
    /// <returns>Ends when the COMMIT has come.</returns>
    public Task TrapCommit(CommitFault fault, string text, bool goesAway = false)
    {
        var trap = new Trap(fault, Encoding.UTF8.GetBytes(text), goesAway);
        _trap = trap;
        return trap.Sprung.Task;
    }

    /// <summary>Breaks the connection that says something next, before the server hears it.</summary>
    /// <returns>Ends when it was said.</returns>
    public Task Cut(string text)
    {
        var cut = new Trap(CommitFault.LostBefore, Encoding.UTF8.GetBytes(text), goesAway: false);
        _cut = cut;
        return cut.Sprung.Task;
    }

    public void ComeBack() => _up = new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
        _up.Dispose();
        _directory.Delete(recursive: true);
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, _up.Token);
        using var server = NewSocket();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, ended.Token);
                var connection = new Connection();
                await Task.WhenAny(ToServerAsync(client, server, connection, ended.Token), ToClientAsync(server, client, connection, ended.Token));
                await ended.CancelAsync();
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // One of the two has gone, and the other learns it now.
            }
        }
    }

    private async Task ToServerAsync(Socket client, Socket server, Connection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        Trap? heard = null;
        for (int count; (count = await client.ReceiveAsync(buffer, cancellationToken)) > 0;)
        {
            var said = buffer.AsMemory(0, count);
            if (_cut is { } cut && said.Span.IndexOf(cut.Text) >= 0)
            {
                _cut = null;
                await SpringAsync(cut);
                return;
            }

            if (_trap is { } trap && said.Span.IndexOf(trap.Text) >= 0)
                heard = trap;
            if (heard is not null && heard == _trap && said.Span.IndexOf(Commit) >= 0)
            {
                _trap = null;
                if (heard.Fault == CommitFault.LostBefore)
                {
                    await SpringAsync(heard);
                    return;
                }

                connection.Trap = heard;
            }

            await server.SendAsync(said, cancellationToken);
        }
    }

    private async Task ToClientAsync(Socket server, Socket client, Connection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await server.ReceiveAsync(buffer, cancellationToken)) > 0;)
        {
            if (connection.Trap is { } trap && buffer.AsSpan(0, count).IndexOf(Committed) >= 0)
            {
                await SpringAsync(trap);
                if (trap.Fault == CommitFault.AnswerHeldBack)
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private async Task SpringAsync(Trap trap)
    {
        if (trap.GoesAway)
            await _up.CancelAsync();
        trap.Sprung.SetResult();
    }

    private sealed class Connection
    {
        /// <summary>What is to become of the answer to the COMMIT that went through.</summary>
        public volatile Trap? Trap;
    }

    private sealed class Trap(CommitFault fault, byte[] text, bool goesAway)
    {
        public CommitFault Fault => fault;

        public byte[] Text => text;

        public bool GoesAway => goesAway;

        public TaskCompletionSource Sprung { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
