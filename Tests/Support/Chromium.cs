using Microsoft.Playwright;

namespace Tests.Support;

/// <summary>Debian's Chromium without a window, driven by Playwright.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var path = Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
        Assert.True(path is not null, "These tests need a browser: apt-get install --no-install-recommends chromium");

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            // No sandbox, since tests may run as root. It must not look for anything outside this machine.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });

        return new Chromium(playwright, browser);
    }

    /// <summary>Opens an address in a new private window.</summary>
    public async Task<IPage> OpenAsync(Uri address)
    {
        var page = await NewPageAsync(new());
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>A new private window with nothing in it yet.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewPageOptions options)
    {
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        var page = await _browser.NewPageAsync(options);
        page.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
