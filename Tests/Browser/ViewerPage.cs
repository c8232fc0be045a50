using System.Collections.Concurrent;
using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Browser;

/// <summary>The viewer's page in a browser, and what its console complained of.</summary>
internal sealed class ViewerPage : IAsyncDisposable
{
    private const int MostStops = 150;

    private readonly ConcurrentQueue<string> _complaints = [];

    private ViewerPage(IPage page) => Page = page;

    public IPage Page { get; }

    public static async Task<ViewerPage> OpenAsync(Chromium chromium, Uri address, Action<BrowserNewPageOptions>? configure = null)
    {
        var options = new BrowserNewPageOptions();
        configure?.Invoke(options);
        var page = new ViewerPage(await chromium.NewPageAsync(options));
        page.Page.Console += (_, message) => page.Hear(message.Type is "error" or "warning", message.Text + message.Location);
        page.Page.PageError += (_, error) => page.Hear(isComplaint: true, error);
        await page.Page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>Waits until each panel has drawn its data, or said why it cannot.</summary>
    public Task IsReadyAsync() => Assertions.Expect(Page.Locator("main[data-state=ready]")).ToHaveCountAsync(1);

    /// <summary>Nothing went wrong: neither in a panel nor in the page.</summary>
    public async Task HasNoTroubleAsync()
    {
        Assert.Empty(await Page.Locator(".panel[data-state=error], #trouble:not([hidden])").AllInnerTextsAsync());
        Assert.Empty(_complaints);
    }

    /// <summary>A panel by its whole title.</summary>
    public ILocator Panel(string title) => Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    /// <summary>Goes there as somebody does who has no mouse.</summary>
    public async Task TabToAsync(string selector)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
        }

        Assert.Fail($"The Tab key does not lead to {selector}.");
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    private void Hear(bool isComplaint, string text)
    {
        if (isComplaint)
            _complaints.Enqueue(text);
    }
}
