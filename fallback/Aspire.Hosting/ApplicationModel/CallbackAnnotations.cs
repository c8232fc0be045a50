namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds environment variables when the resource starts.</summary>
internal sealed record EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> Callback) : IResourceAnnotation
{
    /// <param name="name">The variable.</param>
    /// <param name="value">A string or an <see cref="IValueProvider"/>.</param>
    public static EnvironmentCallbackAnnotation Set(string name, object value) => new(context =>
    {
        context.EnvironmentVariables[name] = value;
        return Task.CompletedTask;
    });
}

/// <summary>Adds command line arguments when the resource starts.</summary>
internal sealed record CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> Callback) : IResourceAnnotation;

/// <summary>The environment that callbacks fill: values are strings or <see cref="IValueProvider"/>s.</summary>
public class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext(IResource resource, Dictionary<string, object> environmentVariables, CancellationToken cancellationToken) =>
        (Resource, EnvironmentVariables, CancellationToken) = (resource, environmentVariables, cancellationToken);

    public IResource Resource { get; }

    public Dictionary<string, object> EnvironmentVariables { get; }

    public CancellationToken CancellationToken { get; }
}

/// <summary>The arguments that callbacks fill: values are strings or <see cref="IValueProvider"/>s.</summary>
public sealed class CommandLineArgsCallbackContext
{
    internal CommandLineArgsCallbackContext(IResource resource, IList<object> args, CancellationToken cancellationToken) =>
        (Resource, Args, CancellationToken) = (resource, args, cancellationToken);

    public IResource Resource { get; }

    public IList<object> Args { get; }

    public CancellationToken CancellationToken { get; }
}
