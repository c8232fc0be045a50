using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Start, stop and restart, as a resource with a process offers them in each of its states.</summary>
internal static class LifecycleCommands
{
    // One array a situation: snapshots compare them by reference.
    private static readonly ImmutableArray<ResourceCommandSnapshot> WhenRunning =
        Create(ResourceCommandState.Hidden, ResourceCommandState.Enabled, ResourceCommandState.Enabled);

    private static readonly ImmutableArray<ResourceCommandSnapshot> WhenStopping =
        Create(ResourceCommandState.Hidden, ResourceCommandState.Disabled, ResourceCommandState.Disabled);

    private static readonly ImmutableArray<ResourceCommandSnapshot> WhenStopped =
        Create(ResourceCommandState.Enabled, ResourceCommandState.Hidden, ResourceCommandState.Disabled);

    private static readonly ImmutableArray<ResourceCommandSnapshot> WhenStarting =
        Create(ResourceCommandState.Disabled, ResourceCommandState.Hidden, ResourceCommandState.Disabled);

    public static ImmutableArray<ResourceCommandSnapshot> For(CustomResourceSnapshot snapshot)
    {
        if (snapshot.ResourceType is not ("Project" or "Executable" or "Container"))
            return [];

        var state = snapshot.State?.Text;
        return state == KnownResourceStates.Running ? WhenRunning
            : state == KnownResourceStates.Stopping ? WhenStopping
            : state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state) ? WhenStopped
            : WhenStarting;
    }

    private static ImmutableArray<ResourceCommandSnapshot> Create(
        ResourceCommandState start, ResourceCommandState stop, ResourceCommandState restart) =>
    [
        Create(KnownResourceCommands.StartCommand, start, "Start", "Start the resource.", "Play", IconVariant.Filled, isHighlighted: true),
        Create(KnownResourceCommands.StopCommand, stop, "Stop", "Stop the resource.", "Stop", IconVariant.Filled, isHighlighted: true),
        Create(KnownResourceCommands.RestartCommand, restart, "Restart", "Stop the resource and start it again.", "ArrowCounterclockwise", IconVariant.Regular, isHighlighted: false),
    ];

    private static ResourceCommandSnapshot Create(
        string name, ResourceCommandState state, string label, string description, string icon, IconVariant variant, bool isHighlighted) =>
        new(name, state, label, description, Parameter: null, ConfirmationMessage: null, icon, variant, isHighlighted);
}
