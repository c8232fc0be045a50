using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hosting;

/// <summary>Keeps a second AppHost out of a run directory; the operating system lets go of it when the first one ends, however it ends.</summary>
internal sealed class RunDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private RunDirectoryLock(string directory)
    {
        Directory.CreateDirectory(directory);
        try
        {
            _file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new DistributedApplicationException(
                $"Another AppHost runs in {directory}. Stop it, or give this one another directory with --RunDirectory PATH.", exception);
        }
    }

    /// <summary>Locks the run directory before anything starts, until the application has ended.</summary>
    /// <param name="builder">The application.</param>
    public static void Require(IDistributedApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(_ => new RunDirectoryLock(builder.RunDirectory("")));
        builder.Eventing.Subscribe<BeforeStartEvent>((starting, _) =>
        {
            starting.Services.GetRequiredService<RunDirectoryLock>();
            return Task.CompletedTask;
        });
    }

    public void Dispose() => _file.Dispose();
}
