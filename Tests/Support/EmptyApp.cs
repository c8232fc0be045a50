using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Tests.Support;

/// <summary>An application of the AppHost's kind without its resources, but for those that a test gives it.</summary>
internal sealed class EmptyApp : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly IAsyncDisposable _builder;
    private readonly TemporaryFolder _folder;

    private EmptyApp(DistributedApplication app, IAsyncDisposable builder, TemporaryFolder folder)
    {
        App = app;
        _builder = builder;
        _folder = folder;
    }

    public DistributedApplication App { get; }

    public static async Task<EmptyApp> StartAsync(Action<IDistributedApplicationBuilder> describe, params string[] args)
    {
        var folder = new TemporaryFolder();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync(typeof(Projects.AppHost), ["--RunDirectory", folder.Path, .. args]);
        builder.Resources.Clear();
        describe(builder);

        var app = await builder.BuildAsync();
        await app.StartAsync();
        return new EmptyApp(app, builder, folder);
    }

    public async Task<ResourceEvent> WaitAsync(string resource, string state)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await App.ResourceNotifications.WaitForResourceAsync(resource, change => change.Snapshot.State?.Text == state, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _builder.DisposeAsync(); // and the application with it
        _folder.Dispose();
    }
}
