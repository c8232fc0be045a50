namespace Aspire.Hosting.Testing;

/// <summary>The builder of an AppHost's application, to be changed by a test before it is built.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Lets the AppHost's Program go on, to the application that it builds.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
