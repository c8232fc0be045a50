using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>What can be said of resources of several kinds.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>An endpoint of any protocol.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients use; null for any free one.</param>
    /// <param name="targetPort">The port that the process listens on; null for any free one.</param>
    /// <param name="scheme">URI scheme; the protocol's name when null.</param>
    /// <param name="name">The scheme when null.</param>
    /// <param name="env">Environment variable that tells the process its port.</param>
    /// <param name="isProxied">False when clients talk to the process itself.</param>
    /// <param name="isExternal">Whether others than the resources use it.</param>
    /// <param name="protocol">TCP when null.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        [EndpointName] string? name = null,
        string? env = null,
        bool? isProxied = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, name, port, targetPort, isProxied);

        if (builder.Resource.Annotations.OfType<EndpointAnnotation>().Any(other => string.Equals(other.Name, endpoint.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException(
                $"The resource '{builder.Resource.Name}' has two endpoints named '{endpoint.Name}'. Give one of them another name.");
        }

        if (env is not null && builder.Resource is IResourceWithEnvironment)
        {
            var targetPortOfEach = new EndpointReference(builder.Resource, endpoint.Name).Property(EndpointProperty.TargetPort);
            builder.WithAnnotation(EnvironmentCallbackAnnotation.Set(env, targetPortOfEach));
        }

        return builder.WithAnnotation(endpoint);
    }

    /// <summary>Changes the endpoint of that name, which is added first when it is missing.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        [EndpointName] string endpointName,
        Action<EndpointAnnotation> callback,
        bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>()
            .FirstOrDefault(endpoint => string.Equals(endpoint.Name, endpointName, StringComparison.OrdinalIgnoreCase));

        if (endpoint is null && createIfNotExists)
        {
            endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: endpointName);
            builder.WithAnnotation(endpoint);
        }

        if (endpoint is not null)
            callback(endpoint);

        return builder;
    }

    /// <summary>An endpoint with the scheme http, named http unless said otherwise.</summary>
    /// <inheritdoc cref="WithEndpoint{T}(IResourceBuilder{T}, int?, int?, string?, string?, string?, bool?, bool?, ProtocolType?)"/>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        [EndpointName] string? name = null,
        string? env = null,
        bool? isProxied = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>The endpoint of that name, which may be added later.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, [EndpointName] string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    /// <summary>How the URL of an endpoint is shown.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(
        this IResourceBuilder<T> builder,
        [EndpointName] string endpointName,
        Action<ResourceUrlAnnotation> callback)
        where T : IResource => builder.WithAnnotation(new ResourceUrlCallbackAnnotation(endpointName, callback));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentCallbackAnnotation.Set(name, value ?? ""));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder,
        string name,
        in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.WithEnvironment(name, ReferenceExpression.Create(value));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentCallbackAnnotation.Set(name, value));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentCallbackAnnotation.Set(name, endpointReference));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentCallbackAnnotation.Set(name, parameter.Resource));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment => builder.WithAnnotation(new EnvironmentCallbackAnnotation(context =>
        {
            callback(context);
            return Task.CompletedTask;
        }));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Func<EnvironmentCallbackContext, Task> callback)
        where T : IResourceWithEnvironment => builder.WithAnnotation(new EnvironmentCallbackAnnotation(callback));

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs => builder.WithArgs([.. args.Cast<object>()]);

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args)
        where T : IResourceWithArgs => builder.WithArgs(context =>
        {
            foreach (var arg in args)
                context.Args.Add(arg);
        });

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Action<CommandLineArgsCallbackContext> callback)
        where T : IResourceWithArgs => builder.WithArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Func<CommandLineArgsCallbackContext, Task> callback)
        where T : IResourceWithArgs => builder.WithAnnotation(new CommandLineArgsCallbackAnnotation(callback));

    /// <summary>Gives the resource the connection string of another, as <c>ConnectionStrings__{connectionName}</c>.</summary>
    /// <param name="builder">The resource that gets it.</param>
    /// <param name="source">The resource that has it.</param>
    /// <param name="connectionName">The name of <paramref name="source"/> when null.</param>
    /// <param name="optional">Whether it may be missing.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";

        return builder
            .WithAnnotation(new ResourceRelationshipAnnotation(resource, "Reference"))
            .WithEnvironment(async context =>
            {
                var value = await resource.GetConnectionStringAsync(context.CancellationToken);
                if (string.IsNullOrEmpty(value) && !optional)
                    throw new DistributedApplicationException($"The connection string of '{resource.Name}', which '{context.Resource.Name}' refers to, is empty.");
                if (!string.IsNullOrEmpty(value))
                    context.EnvironmentVariables[variable] = value;
            });
    }

    /// <summary>Tells the resource where the endpoints of another are, each as <c>services__{resource}__{endpoint}__0</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;

        return builder
            .WithAnnotation(new ResourceRelationshipAnnotation(resource, "Reference"))
            .WithEnvironment(context =>
            {
                foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                    context.EnvironmentVariables[$"services__{resource.Name}__{endpoint.Name}__0"] = new EndpointReference(resource, endpoint.Name);
            });
    }

    /// <summary>Draws a line to another resource in the dashboard.</summary>
    public static IResourceBuilder<T> WithReferenceRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> resourceBuilder)
        where T : IResource => builder.WithAnnotation(new ResourceRelationshipAnnotation(resourceBuilder.Resource, "Reference"));

    /// <summary>Starts when the other resource, and what it lives in, is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        if (dependency.Resource is IResourceWithParent { Parent: var parent })
            builder.WaitFor(builder.ApplicationBuilder.CreateResourceBuilder(parent));

        return builder.Wait(new WaitAnnotation(dependency.Resource, WaitType.WaitUntilHealthy));
    }

    /// <summary>Starts when the other resource has ended with that exit code.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => builder.Wait(new WaitAnnotation(dependency.Resource, WaitType.WaitForCompletion, exitCode));

    /// <summary>Starts when somebody says so, in the dashboard or with <see cref="ResourceCommandService"/>.</summary>
    public static IResourceBuilder<T> WithExplicitStart<T>(this IResourceBuilder<T> builder)
        where T : IResource => builder.WithAnnotation<ExplicitStartupAnnotation>(ResourceAnnotationMutationBehavior.Replace);

    /// <summary>The resource is healthy when that health check of <c>builder.ApplicationBuilder.Services</c> passes.</summary>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource => builder.WithAnnotation(new HealthCheckAnnotation(key));

    /// <summary>The resource is healthy when a GET of that path gives that status.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">Path and query; <c>/</c> when null.</param>
    /// <param name="statusCode">200 when null.</param>
    /// <param name="endpointName">The first endpoint with the scheme http when null.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder,
        string? path = null,
        int? statusCode = null,
        string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>()
            .FirstOrDefault(endpoint => endpointName is null ? endpoint.UriScheme is "http" or "https" : endpoint.Name == endpointName)
            ?? throw new DistributedApplicationException(
                $"The resource '{builder.Resource.Name}' has no HTTP endpoint to check. Call WithHttpEndpoint before WithHttpHealthCheck.");

        path ??= "/";
        var key = $"{builder.Resource.Name}_{endpoint.Name}_{path}_{statusCode ?? 200}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks()
            .AddCheck(key, new HttpHealthCheck(endpoint, path, statusCode ?? 200));

        return builder.WithHealthCheck(key);
    }

    private static IResourceBuilder<T> Wait<T>(this IResourceBuilder<T> builder, WaitAnnotation wait)
        where T : IResourceWithWaitSupport
    {
        if (ReferenceEquals(builder.Resource, wait.Resource))
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' cannot wait for itself.");

        return builder
            .WithAnnotation(new ResourceRelationshipAnnotation(wait.Resource, "WaitFor"))
            .WithAnnotation(wait);
    }
}
