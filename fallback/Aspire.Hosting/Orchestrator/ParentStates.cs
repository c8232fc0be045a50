using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>A resource that lives in another, as a database in its server, runs when that one runs.</summary>
internal static class ParentStates
{
    public static async Task MirrorAsync(DistributedApplicationModel model, ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var children = model.Resources.OfType<IResourceWithParent>().ToLookup(child => child.Parent);

        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            foreach (var child in children[change.Resource])
            {
                await notifications.PublishUpdateAsync(child, snapshot => snapshot with
                {
                    State = change.Snapshot.State,
                    StartTimeStamp = change.Snapshot.StartTimeStamp,
                    StopTimeStamp = change.Snapshot.StopTimeStamp,
                });
            }
        }
    }
}
