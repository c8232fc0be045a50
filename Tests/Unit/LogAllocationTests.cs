using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;

namespace Tests.Unit;

public sealed class LogAllocationTests : IDisposable
{
    private const int Lines = 100;

    private readonly LogFixture _logs = new();

    [Fact]
    public void RequestLine_InASpan_AllocatesNothing()
    {
        using var span = new Activity("request").Start();
        LogRequests();
        Assert.Equal(Lines, _logs.Output.Requests.Count);

        var before = GC.GetAllocatedBytesForCurrentThread();
        LogRequests();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(2 * Lines, _logs.Output.Requests.Count);
    }

    public void Dispose() => _logs.Dispose();

    private void LogRequests()
    {
        for (var i = 0; i < Lines; i++)
        {
            _logs.Log.Log(
                LogLevel.Information, default, new RequestLogState("/api/users/{id}", "GET", 200, i / 8.0), null, static (_, _) => RequestLogState.Message);
        }
    }
}
