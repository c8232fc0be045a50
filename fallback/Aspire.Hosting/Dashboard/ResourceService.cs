using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using ConsoleLine = Aspire.Hosting.ApplicationModel.LogLine;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks: which resources there are and what becomes of them, their logs, and commands to them.</summary>
internal sealed class ResourceService(
    IHostEnvironment environment,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommandService commands,
    TimeProvider time)
{
    /// <summary>Changes come in bursts, as when everything starts: of each resource only the last of a burst is sent.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    /// <summary>The dashboard takes messages of 4 MB; a character may need 3 bytes.</summary>
    private const int MaxLogCharacters = 1024 * 1024;

    public IReadOnlyDictionary<string, GrpcMethod> Methods => new Dictionary<string, GrpcMethod>
    {
        ["/aspire.v1.DashboardService/GetApplicationInformation"] = GrpcMethods.Unary(ApplicationInformationRequest.Parser, GetApplicationInformationAsync),
        ["/aspire.v1.DashboardService/WatchResources"] = GrpcMethods.ServerStreaming(WatchResourcesRequest.Parser, WatchResourcesAsync),
        ["/aspire.v1.DashboardService/WatchResourceConsoleLogs"] = GrpcMethods.ServerStreaming(WatchResourceConsoleLogsRequest.Parser, WatchConsoleLogsAsync),
        ["/aspire.v1.DashboardService/ExecuteResourceCommand"] = GrpcMethods.Unary(ResourceCommandRequest.Parser, ExecuteCommandAsync),

        // Dialogs that an AppHost can open in the browser. There are none, and saying so with UNIMPLEMENTED makes the dashboard
        // take the whole connection for lost, its list of resources stays empty now and then: leave the call open. The client
        // sends answers only, so that there is never a request either.
        ["/aspire.v1.DashboardService/WatchInteractions"] = (_, _) => AsyncEnumerable.Empty<IMessage>(),
    };

    /// <summary>Shop.AppHost is shown as Shop.</summary>
    private string ApplicationName => environment.ApplicationName.EndsWith(".AppHost", StringComparison.Ordinal)
        ? environment.ApplicationName[..^".AppHost".Length]
        : environment.ApplicationName;

    private Task<IMessage> GetApplicationInformationAsync(ApplicationInformationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IMessage>(new ApplicationInformationResponse { ApplicationName = ApplicationName });

    private async IAsyncEnumerable<IMessage> WatchResourcesAsync(
        WatchResourcesRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = notifications.Subscribe();

        var initial = new InitialResourceData();
        initial.Resources.AddRange(subscription.Initial.Select(SnapshotMapper.ToResource));
        yield return new WatchResourcesUpdate { InitialData = initial };

        while (await subscription.Changes.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Burst, time, cancellationToken);

            var last = new Dictionary<string, ResourceEvent>();
            while (subscription.Changes.TryRead(out var change))
                last[change.ResourceId] = change;

            var changes = new WatchResourcesChanges();
            changes.Value.AddRange(last.Values.Select(change => new WatchResourcesChange { Upsert = SnapshotMapper.ToResource(change) }));
            yield return new WatchResourcesUpdate { Changes = changes };
        }
    }

    private async IAsyncEnumerable<IMessage> WatchConsoleLogsAsync(
        WatchResourceConsoleLogsRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Logs are kept for whatever name is asked for: do not let the asking create them.
        if (!notifications.TryGetCurrentState(request.ResourceName, out var resource))
            yield break;

        if (request.SuppressFollow)
        {
            foreach (var update in Split(loggers.Tail(resource.ResourceId, int.MaxValue)))
                yield return update;
            yield break;
        }

        await foreach (var lines in loggers.WatchAsync(resource.ResourceId).WithCancellation(cancellationToken))
        {
            foreach (var update in Split(lines))
                yield return update;
        }
    }

    private async Task<IMessage> ExecuteCommandAsync(ResourceCommandRequest request, CancellationToken cancellationToken)
    {
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, cancellationToken);
        return new ResourceCommandResponse
        {
            Kind = result switch
            {
                { Success: true } => ResourceCommandResponseKind.Succeeded,
                { Canceled: true } => ResourceCommandResponseKind.Cancelled,
                _ => ResourceCommandResponseKind.Failed,
            },
            Message = result.Message ?? "",
        };
    }

    private static IEnumerable<WatchResourceConsoleLogsUpdate> Split(IReadOnlyList<ConsoleLine> lines)
    {
        var update = new WatchResourceConsoleLogsUpdate();
        var characters = 0;
        foreach (var line in lines)
        {
            characters += line.Content.Length;
            if (characters > MaxLogCharacters && update.LogLines.Count > 0)
            {
                yield return update;
                (update, characters) = (new WatchResourceConsoleLogsUpdate(), line.Content.Length);
            }

            update.LogLines.Add(new ConsoleLogLine { Text = line.Content, LineNumber = line.LineNumber, IsStdErr = line.IsErrorMessage });
        }

        yield return update;
    }
}
