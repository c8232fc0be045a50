using System.Net.Http.Json;

namespace Aspire.Hosting.Dcp;

/// <summary>The engine's own life: up, still there, down.</summary>
internal sealed class DcpLifetime(DcpConnection connection)
{
    private const string ExecutionPath = "admin/execution";
    private const string ObjectsPath = $"apis/{DcpClient.ApiVersion}/services";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns as soon as the engine serves requests.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        while (!await AnswersAsync(cancellationToken))
            await Task.Delay(PollInterval, cancellationToken);
    }

    /// <summary>Returns when the engine is not there any more: a connection that was held breaks, and it answers no other.</summary>
    public async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        do
        {
            await HoldConnectionAsync(cancellationToken);
        }
        while (await AnswersAsync(cancellationToken));
    }

    /// <summary>Stops all processes, forgets all objects, and ends the engine.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        await SetAsync(EngineExecution.CleanUp, cancellationToken);
        while (!(await GetAsync(cancellationToken)).IsCleanedUp)
            await Task.Delay(PollInterval, cancellationToken);

        await SetAsync(EngineExecution.Stop, cancellationToken);
    }

    private async Task HoldConnectionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in connection.ReadLinesAsync($"{ObjectsPath}?watch=true", cancellationToken))
            {
                // Only the end of it matters.
            }
        }
        catch (DcpException)
        {
            // It is going down.
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await connection.SendAsync(HttpMethod.Get, ObjectsPath, content: null, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is DcpException || DcpConnection.IsBroken(exception, cancellationToken))
        {
            return false;
        }
    }

    private async Task<EngineExecution> GetAsync(CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(HttpMethod.Get, ExecutionPath, content: null, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(DcpJson.Default.EngineExecution, cancellationToken))!;
    }

    private async Task SetAsync(EngineExecution execution, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(execution, DcpJson.Default.EngineExecution, DcpConnection.MergePatch);
        using var response = await connection.SendAsync(HttpMethod.Patch, ExecutionPath, content, cancellationToken);
    }
}
