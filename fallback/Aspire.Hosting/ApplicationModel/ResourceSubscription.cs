using System.Collections.Immutable;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of all resources at one moment, and every change after it.</summary>
internal sealed class ResourceSubscription(ImmutableArray<ResourceEvent> initial, ChannelReader<ResourceEvent> changes, Action unsubscribe)
    : IDisposable
{
    public ImmutableArray<ResourceEvent> Initial => initial;

    public ChannelReader<ResourceEvent> Changes => changes;

    public void Dispose() => unsubscribe();
}
