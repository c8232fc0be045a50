using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.ApplicationModel;

internal static class NotificationServices
{
    /// <summary>Adds states, logs and commands of resources. The commands are carried out by an <see cref="IResourceCommands"/> of the caller's.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ResourceLoggerService(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ResourceNotificationService(
            provider.GetRequiredService<DistributedApplicationModel>(),
            provider.GetRequiredService<ResourceLoggerService>(),
            provider.GetRequiredService<TimeProvider>(),
            DefaultWaitBehavior(provider.GetRequiredService<DistributedApplicationOptions>())));
        services.AddSingleton(provider => new ResourceCommandService(
            provider.GetRequiredService<ResourceNotificationService>(),
            provider.GetRequiredService<ResourceLoggerService>(),
            provider.GetRequiredService<IResourceCommands>));
        return services;
    }

    // With the dashboard somebody can repair a resource and start it again; without it, as in tests, nobody will.
    private static WaitBehavior DefaultWaitBehavior(DistributedApplicationOptions options) =>
        options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable;
}
