using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>The URLs of a resource's endpoints, shown as the AppHost says.</summary>
internal static class ResourceUrls
{
    public static ImmutableArray<UrlSnapshot> Of(IResource resource, bool isInactive) =>
    [
        .. from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
           where endpoint.AllocatedEndpoint is not null
           let url = Decorate(resource, endpoint)
           select new UrlSnapshot(endpoint.Name, url.Url, IsInternal: false)
           {
               DisplayProperties = new(url.DisplayText ?? ""),
               IsInactive = isInactive,
           },
    ];

    private static ResourceUrlAnnotation Decorate(IResource resource, EndpointAnnotation endpoint)
    {
        var url = new ResourceUrlAnnotation { Url = endpoint.AllocatedEndpoint!.UriString };

        foreach (var callback in resource.Annotations.OfType<ResourceUrlCallbackAnnotation>().Where(callback => callback.EndpointName == endpoint.Name))
            callback.Callback(url);

        // As in the AppHost: a relative URL is a path of the endpoint.
        if (url.Url.StartsWith('/'))
            url.Url = endpoint.AllocatedEndpoint.UriString + url.Url;

        return url;
    }
}
