using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>One running engine (the Developer Control Plane), which belongs to this process.</summary>
internal sealed class DcpHost : IAsyncDisposable
{
    private static readonly TimeSpan PatienceForStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceForStop = TimeSpan.FromSeconds(20); // a process gets 6 s to end
    private static readonly TimeSpan PatienceForAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly DcpSession _session;
    private readonly DcpConnection _connection;
    private readonly DcpLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _stop;

    private DcpHost(DcpSession session, DcpConnection connection, ILogger logger)
    {
        _session = session;
        _connection = connection;
        _lifetime = new DcpLifetime(connection);
        _logger = logger;
        Client = new DcpClient(connection);
    }

    public DcpClient Client { get; }

    /// <summary>Completes when the engine has died although nobody asked it to; the processes that it started die with it.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Starts an engine, and returns when it serves requests.</summary>
    /// <param name="path">The program.</param>
    /// <param name="logger">Told when the engine does not stop in order.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="DistributedApplicationException">The engine is missing, or does not start; the message says what to do.</exception>
    public static async Task<DcpHost> StartAsync(string path, ILogger logger, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceForStart);
        var session = DcpSession.Create();
        DcpHost? host = null;
        var printed = "nothing";

        try
        {
            printed = await DcpProcess.StartAsync(path, session, patience.Token);
            host = new DcpHost(session, await ConnectAsync(session, patience.Token), logger);
            await host._lifetime.WaitUntilReadyAsync(patience.Token);
            _ = host.WatchLifeAsync();
            return host;
        }
        catch (Exception exception)
        {
            if (host is null)
                session.Dispose();
            else
                await host.DisposeAsync();

            if (exception is not OperationCanceledException || cancellationToken.IsCancellationRequested)
                throw;

            throw new DistributedApplicationException(
                $"The Aspire engine {path} did not answer in {PatienceForStart.TotalSeconds:0} s. Set DCP_DIAGNOSTICS_LOG_LEVEL=debug, start again, and read its logs in {Path.GetTempPath()}dcp/logs. It printed: {printed}",
                exception);
        }
    }

    /// <summary>Stops all processes (SIGTERM, and SIGKILL 6 s later) and the engine. Does not throw: what does not stop is logged.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _stop ??= StopOnceAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _connection.Dispose();
        _session.Dispose();
        _stopping.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (Lost.IsCompleted)
            return;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceForStop);
        try
        {
            await _lifetime.ShutDownAsync(patience.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or DcpException or OperationCanceledException)
        {
            _logger.LogWarning(exception, "The engine did not stop all processes in order. It kills what is left when this process has ended.");
        }
    }

    private static async Task<DcpConnection> ConnectAsync(DcpSession session, CancellationToken cancellationToken)
    {
        (Uri Server, string Token)? address;
        while ((address = session.ReadAddress()) is null)
            await Task.Delay(PollInterval, cancellationToken);

        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(session.Certificate.RawData);

        var http = new HttpClient(handler) { BaseAddress = address.Value.Server, Timeout = PatienceForAnswer };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Value.Token);
        return new DcpConnection(http);
    }

    /// <summary>The engine tells nobody when it dies.</summary>
    private async Task WatchLifeAsync()
    {
        try
        {
            await _lifetime.WaitUntilGoneAsync(_stopping.Token);
            _lost.SetResult();
        }
        catch (OperationCanceledException)
        {
            // It is being stopped.
        }
    }
}
