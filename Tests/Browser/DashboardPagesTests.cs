using Microsoft.Playwright;
using Tests.Distributed;
using Tests.Support;

namespace Tests.Browser;

/// <summary>
/// What somebody sees who starts the stack and looks at its dashboards. With the variable <c>SCREENSHOTS</c> set to a folder the tests leave pictures there:
/// those in docs/ are of such a run.
/// </summary>
[Collection(TrafficDefinition.Name)]
public sealed class DashboardPagesTests(TrafficFixture fixture) : IAsyncLifetime
{
    // Rates want several scrapes of an application that has just started.
    private static readonly float Deadline = (float)TrafficFixture.DataDeadline.TotalMilliseconds;

    private Chromium _chromium = null!;
    private Uri _viewer = null!;

    public async Task InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        _viewer = await fixture.Stack.FindDashboardsAsync();
    }

    public async Task DisposeAsync() => await _chromium.DisposeAsync();

    [Fact]
    public async Task Dashboards_EachOpenedFromTheLastOne_ShowNoError()
    {
        await using var page = await ViewerPage.OpenAsync(_chromium, _viewer);
        await page.IsReadyAsync();
        var titles = await page.Page.Locator("#dashboards a").AllInnerTextsAsync();
        Assert.True(titles.Count >= 8, "Where are the dashboards?");

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
    public async Task Overview_UnderTraffic_ShowsEightPanelsWithData()
    {
        await using var page = await ViewerPage.OpenAsync(_chromium, new Uri(_viewer, "/d/overview?refresh=1s"));
        var panels = page.Page.Locator(".panel");
        await Assertions.Expect(panels).ToHaveCountAsync(8);

        await Eventually.PassesAsync(
            async () =>
            {
                Assert.Empty(await panels.Filter(new() { Has = page.Page.Locator(".note, .missing, .trouble") }).AllInnerTextsAsync());
                Assert.Equal(8, await panels.Filter(new() { Has = page.Page.Locator(".stat-value, canvas, .line") }).CountAsync());
            },
            TrafficFixture.DataDeadline);
        await page.HasNoTroubleAsync();
        await KeepPictureAsync(page, "overview");
    }

    [Fact]
    public async Task Endpoints_UnderTraffic_AreListedWithTheirDurations()
    {
        await using var page = await ViewerPage.OpenAsync(_chromium, new Uri(_viewer, "/d/http?refresh=1s"));

        await Assertions.Expect(page.Panel("Endpoints").GetByRole(AriaRole.Row).Filter(new() { HasText = "/api/users/{id}" })).ToContainTextAsync("req/s", new() { Timeout = Deadline });
        await KeepPictureAsync(page, "http");
    }

    [Fact]
    public async Task Household_UnderTraffic_ShowsChoresFamiliesAndTheirRequests()
    {
        await using var page = await ViewerPage.OpenAsync(_chromium, new Uri(_viewer, "/d/household?refresh=1s"));
        var panels = page.Page.Locator(".panel");
        await Assertions.Expect(panels).ToHaveCountAsync(12);

        await Eventually.PassesAsync(
            async () => Assert.Empty(await panels.Filter(new() { Has = page.Page.Locator(".note, .missing, .trouble") }).AllInnerTextsAsync()),
            TrafficFixture.DataDeadline);
        await Assertions.Expect(page.Panel("Requests").GetByRole(AriaRole.Row).Filter(new() { HasText = "/api/v1/assignments" }).First).ToContainTextAsync("req/s", new() { Timeout = Deadline });
        await Assertions.Expect(page.Panel("Rewards, bonuses and penalties").GetByRole(AriaRole.Row).Filter(new() { HasText = "reward" })).ToHaveCountAsync(1, new() { Timeout = Deadline });
        await page.HasNoTroubleAsync();
        await KeepPictureAsync(page, "household");
    }

    private async Task KeepPictureAsync(ViewerPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder)
            return;

        // Plots of five minutes: three of them make a picture.
        await Eventually.PassesAsync(
            async () => Assert.InRange(await fixture.Stack.Prometheus.QueryOneAsync("""count_over_time(up{service="api"}[5m])"""), 36, double.MaxValue),
            TimeSpan.FromMinutes(5));
        await page.IsReadyAsync();
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
