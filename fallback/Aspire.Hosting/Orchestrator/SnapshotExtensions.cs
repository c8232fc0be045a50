using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

internal static class SnapshotExtensions
{
    public static bool HasEnded(this CustomResourceSnapshot snapshot) =>
        snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    public static bool IsRunning(this CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.Running;

    public static Task PublishEachAsync(
        this ResourceNotificationService notifications,
        IResource resource,
        IEnumerable<string> instances,
        Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        Task.WhenAll(instances.Select(instance => notifications.PublishUpdateAsync(resource, instance, change)));
}
