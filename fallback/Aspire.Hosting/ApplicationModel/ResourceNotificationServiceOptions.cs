namespace Aspire.Hosting.ApplicationModel;

/// <summary>Settings of <see cref="ResourceNotificationService"/>.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>What a wait does that names no behavior when the resource cannot start: go on in case somebody repairs it, or fail.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; }
}
