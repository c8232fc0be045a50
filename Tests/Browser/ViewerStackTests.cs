using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Tests.Distributed;
using Tests.Support;

namespace Tests.Browser;

/// <summary>The viewer as part of the application: it draws the dashboards that are made for Grafana.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class ViewerStackTests(WholeStackFixture fixture) : IAsyncLifetime
{
    private Chromium _chromium = null!;

    private Uri Viewer => fixture.Stack.App.GetEndpoint("dashboards", "http");

    public async Task InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        await fixture.Stack.App.ResourceNotifications.WaitForResourceHealthyAsync("dashboards", new CancellationTokenSource(TestApp.StartDeadline).Token);
    }

    public async Task DisposeAsync() => await _chromium.DisposeAsync();

    [Fact]
    public async Task Dashboards_EachOpenedFromTheLastOne_ShowNoError()
    {
        await using var page = await ViewerPage.OpenAsync(_chromium, Viewer);
        await page.IsReadyAsync();
        var titles = await page.Page.Locator("#dashboards a").AllInnerTextsAsync();
        Assert.True(titles.Count >= 6, "Where are the dashboards?");

        foreach (var title in titles)
        {
            await page.Page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();
            await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
            await page.IsReadyAsync();

            Assert.True(await page.Page.Locator(".panel").CountAsync() > 0, $"{title} shows no panel.");
            await page.HasNoTroubleAsync();
        }
    }

    [Fact]
    public async Task Overview_WhileTheServiceIsUsed_ShowsEightPanelsWithData()
    {
        await using var page = await ViewerPage.OpenAsync(_chromium, new Uri(Viewer, "/d/overview?from=now-5m&to=now&refresh=1s"));
        var panels = page.Page.Locator(".panel");
        await Assertions.Expect(panels).ToHaveCountAsync(8);

        await Eventually.PassesAsync(
            async () =>
            {
                using var api = fixture.Stack.NewApiClient();
                await api.SignUpAsync();
                Assert.Empty(await panels.Filter(new() { Has = page.Page.Locator(".note, .missing, .trouble") }).AllInnerTextsAsync());
                Assert.Equal(8, await panels.Filter(new() { Has = page.Page.Locator(".stat-value, canvas, .line") }).CountAsync());
            },
            TestApp.StartDeadline);
        await page.HasNoTroubleAsync();
    }

    [Fact]
    public async Task LogLine_OfARequest_LeadsToItsTraceInTheAspireDashboard()
    {
        using var api = fixture.Stack.NewApiClient();
        var traceId = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/1");
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");
        using var response = await api.SendAsync(request);

        await using var page = await ViewerPage.OpenAsync(_chromium, new Uri(Viewer, "/d/logs-and-traces?refresh=1s"));

        var address = new Uri(fixture.Dashboard.Address, $"/traces/detail/{traceId}").ToString();
        await Assertions.Expect(page.Panel("All lines").Locator($"a[href='{address}']").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Panel("Newest").Locator($"a[href='{address}']").First).ToHaveTextAsync("GET /api/users/{id}");
    }
}
