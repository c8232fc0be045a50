using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Management;

namespace ServiceDefaults;

/// <summary>
/// <c>Management:Port</c>: where it is set, the endpoints of machines answer on that port alone, which a firewall can keep from people.
/// Without it they answer wherever the service does.
/// </summary>
internal static class ManagementPort
{
    public const string Key = "Management:Port";

    public static void AddManagementPort(this IHostApplicationBuilder builder)
    {
        if (From(builder.Configuration) is not { } port)
            return;

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, LocalPortPolicy>());
        builder.Services.AddTransient<IStartupFilter>(_ => new ManagementAddress(port));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ManagementAddressCheck>(services, port));
    }

    /// <summary>A group for the endpoints that only machines ask.</summary>
    public static IEndpointRouteBuilder MapManagement(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        if (From(routes.ServiceProvider.GetRequiredService<IConfiguration>()) is { } port)
            group.WithMetadata(new LocalPortMetadata(port));
        return group;
    }

    public static int? From(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => null,
        var value when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue => port,
        var other => throw new InvalidOperationException($"{Key} is '{other}'. Set it to a port from 1 to 65535, or remove it to answer on the service's own."),
    };
}
