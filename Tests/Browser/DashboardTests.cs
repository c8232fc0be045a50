using Microsoft.Playwright;
using Tests.Distributed;
using Tests.Support;

namespace Tests.Browser;

/// <summary>What a person sees in the Aspire dashboard.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class DashboardTests(WholeStackFixture fixture) : IAsyncLifetime
{
    private Chromium _chromium = null!;

    public async Task InitializeAsync() => _chromium = await Chromium.StartAsync();

    public async Task DisposeAsync() => await _chromium.DisposeAsync();

    [Fact]
    public async Task Resources_WhenAllIsReady_AreEachShownRunning()
    {
        var page = await _chromium.OpenAsync(fixture.Dashboard.LoginUrl);

        foreach (var resource in new[] { "api", "db", "prometheus" })
        {
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = resource });
            await Assertions.Expect(row.First).ToContainTextAsync("Running");
        }
    }

    [Fact]
    public async Task Pages_WithoutLogin_AskForTheToken()
    {
        var page = await _chromium.OpenAsync(fixture.Dashboard.Address);

        await page.WaitForURLAsync("**/login**");
    }

    [Fact]
    public async Task Console_OfTheApi_ShowsItsLogLines()
    {
        var page = await _chromium.OpenAsync(fixture.Dashboard.LoginUrl);

        await page.GotoAsync(new Uri(fixture.Dashboard.Address, "/consolelogs/resource/api").ToString());

        await Assertions.Expect(page.GetByText("\"message\":").First).ToBeVisibleAsync();
    }
}
