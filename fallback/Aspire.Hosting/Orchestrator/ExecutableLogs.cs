using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

/// <summary>
/// Copies what processes write from the engine into our own buffers: the engine's stream ends with each process,
/// a reader of ours goes on over restarts.
/// </summary>
internal sealed class ExecutableLogs(DcpClient dcp, ResourceLoggerService loggers, ILogger logger, CancellationToken stopping)
{
    /// <summary>Follows both streams of a process until it is forgotten by the engine.</summary>
    public void Follow(string instance)
    {
        _ = CopyAsync(instance, DcpLogSource.StdOut, isError: false);
        _ = CopyAsync(instance, DcpLogSource.StdErr, isError: true);
    }

    /// <summary>Copies what the engine itself says of a process, such as why it could not be started.</summary>
    public void CopyEngineMessages(string instance) => _ = CopyAsync(instance, DcpLogSource.System, isError: true);

    private async Task CopyAsync(string instance, string source, bool isError)
    {
        try
        {
            await foreach (var line in dcp.FollowLogAsync(instance, source, stopping))
                loggers.Append(instance, line, isError);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or DcpException)
        {
            logger.LogEnded(exception, source, instance);
        }
    }
}
