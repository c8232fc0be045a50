using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>How a test reaches the resources of a started application.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client for an HTTP endpoint. The official one repeats requests that fail; this one shows what a single request gives.</summary>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null) => new()
    {
        BaseAddress = app.GetEndpoint(resourceName, endpointName),
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>The address of an endpoint; of its only one, or of that with the scheme http or https, when no name is given.</summary>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var endpoints = app.GetResource(resourceName).Annotations.OfType<EndpointAnnotation>().ToArray();
        var endpoint = endpointName is null
            ? Array.Find(endpoints, endpoint => endpoint.UriScheme is "http" or "https") ?? endpoints.FirstOrDefault()
            : Array.Find(endpoints, endpoint => string.Equals(endpoint.Name, endpointName, StringComparison.OrdinalIgnoreCase));

        return endpoint switch
        {
            null => throw new ArgumentException(
                $"'{resourceName}' has no endpoint '{endpointName}'; it has: {string.Join(", ", endpoints.Select(known => known.Name))}.", nameof(endpointName)),
            { AllocatedEndpoint: null } => throw new InvalidOperationException(
                $"The endpoint '{endpoint.Name}' of '{resourceName}' has no address yet: call StartAsync first."),
            { AllocatedEndpoint: var allocated } => new Uri(allocated.UriString),
        };
    }

    public static ValueTask<string?> GetConnectionStringAsync(this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        app.GetResource(resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"'{resourceName}' has no connection string.", nameof(resourceName));

    private static IResource GetResource(this DistributedApplication app, string name)
    {
        var resources = app.Services.GetRequiredService<DistributedApplicationModel>().Resources;
        return resources.TryGetByName(name, out var resource)
            ? resource
            : throw new ArgumentException($"There is no resource '{name}'; there are: {string.Join(", ", resources.Select(known => known.Name))}.", nameof(name));
    }
}
