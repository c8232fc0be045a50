using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Orchestrator;

internal static class OrchestratorServices
{
    public static void AddOrchestrator(this IServiceCollection services)
    {
        services.AddSingleton<ResourceCommands>();
        services.AddSingleton<IResourceCommands>(provider => provider.GetRequiredService<ResourceCommands>());
        services.AddSingleton(provider => new OtlpEnvironment(provider.GetService<DashboardResource>()));
        services.AddSingleton<ExecutableFactory>();
        services.AddSingleton<StartupReport>();
        services.AddHostedService<ApplicationOrchestrator>();
    }
}
