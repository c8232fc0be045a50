namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds environment variables when the resource starts.</summary>
public sealed record EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> Callback) : IResourceAnnotation
{
    /// <param name="name">The variable.</param>
    /// <param name="value">A string or an <see cref="IValueProvider"/>.</param>
    internal static EnvironmentCallbackAnnotation Set(string name, object value) => new(context =>
    {
        context.EnvironmentVariables[name] = value;
        return Task.CompletedTask;
    });
}

/// <summary>Adds command line arguments when the resource starts.</summary>
public sealed record CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> Callback) : IResourceAnnotation;

/// <summary>The environment that callbacks fill: values are strings or <see cref="IValueProvider"/>s.</summary>
public class EnvironmentCallbackContext
{
    public EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext,
        IResource resource,
        Dictionary<string, object>? environmentVariables = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executionContext);
        (Resource, EnvironmentVariables, CancellationToken) = (resource, environmentVariables ?? [], cancellationToken);
    }

    public Dictionary<string, object> EnvironmentVariables { get; }

    internal IResource Resource { get; }

    internal CancellationToken CancellationToken { get; }
}

/// <summary>The arguments that callbacks fill: values are strings or <see cref="IValueProvider"/>s.</summary>
public sealed class CommandLineArgsCallbackContext
{
    public CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default) =>
        (Args, Resource, CancellationToken) = (args, resource, cancellationToken);

    public IList<object> Args { get; }

    internal IResource Resource { get; }

    internal CancellationToken CancellationToken { get; }
}
