using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Projects of the solution.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>
    /// Adds a project that the AppHost's project file references. It runs from its built dll. Its launchSettings.json is not
    /// read here: say endpoints and environment in the AppHost.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddResource(new ProjectResource(name))
            .WithAnnotation(new TProject())
            .WithEnvironment(ListenOnHttpEndpoints);

    /// <summary>Runs that many processes of the project behind one address.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static async Task ListenOnHttpEndpoints(EnvironmentCallbackContext context)
    {
        var owner = (IResourceWithEndpoints)context.Resource;
        var urls = new List<string>();

        foreach (var endpoint in owner.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "http" or "https"))
        {
            var targetPort = await new EndpointReference(owner, endpoint.Name).Property(EndpointProperty.TargetPort).GetValueAsync(context.CancellationToken);
            urls.Add($"{endpoint.UriScheme}://{endpoint.TargetHost}:{targetPort}");
        }

        if (urls.Count > 0)
            context.EnvironmentVariables["ASPNETCORE_URLS"] = string.Join(';', urls);
    }
}
