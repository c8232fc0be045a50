using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Support;

internal static class ResourceLogs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a resource has logged a text that often.</summary>
    public static async Task LogsAsync(this DistributedApplication app, string resource, string text, int times = 1)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var watched = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(candidate => candidate.Name == resource);
        var seen = 0;

        await foreach (var lines in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(watched).WithCancellation(deadline.Token))
        {
            seen += lines.Count(line => line.Content.Contains(text, StringComparison.Ordinal));
            if (seen >= times)
                return;
        }

        Assert.Fail($"The log of '{resource}' ended without '{text}'.");
    }
}
