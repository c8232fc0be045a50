using Microsoft.Playwright;
using Tests.Distributed;
using Tests.Support;

namespace Tests.Browser;

/// <summary>The viewer as part of the application: from a log line to its trace.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class ViewerStackTests(WholeStackFixture fixture) : IAsyncLifetime
{
    private Chromium _chromium = null!;
    private Uri _viewer = null!;

    public async Task InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        _viewer = await fixture.Stack.FindDashboardsAsync();
    }

    public async Task DisposeAsync() => await _chromium.DisposeAsync();

    [Fact]
    public async Task LogLine_OfARequest_LeadsToItsTraceInTheAspireDashboard()
    {
        using var api = fixture.Stack.NewApiClient();
        var traceId = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/1");
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");
        using var response = await api.SendAsync(request);

        await using var page = await ViewerPage.OpenAsync(_chromium, new Uri(_viewer, "/d/logs-and-traces?refresh=1s"));

        var address = new Uri(fixture.Dashboard.Address, $"/traces/detail/{traceId}").ToString();
        await Assertions.Expect(page.Panel("All lines").Locator($"a[href='{address}']").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Panel("Newest").Locator($"a[href='{address}']").First).ToHaveTextAsync("GET /api/users/{id}");
    }
}
