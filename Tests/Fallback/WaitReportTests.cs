using Aspire.Hosting;
using Tests.Support;

namespace Tests.Fallback;

/// <summary>The official wait only hangs: https://github.com/microsoft/aspire/issues/13714, https://github.com/microsoft/aspire/issues/19570.</summary>
public sealed class WaitReportTests
{
    [Fact]
    public async Task WaitingForHealth_InVain_SaysWhatHangsOnWhat()
    {
        await using var app = await EmptyApp.StartAsync(builder =>
        {
            var service = builder.AddExecutable("never-healthy", "sh", ".", "-c", "echo I am up, and that is all; exec sleep 60").WithHttpEndpoint();
            builder.AddExecutable("patient", "true", ".").WaitFor(service.WithHttpHealthCheck("/ready"));
        });
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(4));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => app.App.ResourceNotifications.WaitForResourceHealthyAsync("patient", deadline.Token));

        Assert.Contains("never-healthy", exception.Message, StringComparison.Ordinal);
        Assert.Contains("I am up, and that is all", exception.Message, StringComparison.Ordinal);
    }
}
