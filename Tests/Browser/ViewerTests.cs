using System.Text.RegularExpressions;
using Hosting;
using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Browser;

/// <summary>The viewer as a page: who may use it and how, and what happens when something is wrong.</summary>
[Collection(ViewerDefinition.Name)]
public sealed partial class ViewerTests(ViewerFixture viewer)
{
    [Fact]
    public async Task Names_ThatLookLikeHtml_AreShownAsText()
    {
        // Without the header that would stop a script anyway.
        await using var page = await viewer.OpenAsync("hostile", options => options.BypassCSP = true);

        Assert.Null(await page.Page.EvaluateAsync<string?>("window.attacked"));
        Assert.Equal(0, await page.Page.Locator("main :is(img, script, i, b, u), header img:not([alt='']), a[href^='javascript']").CountAsync());
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("onerror=\"window.attacked='title'\"");
        foreach (var name in new[] { ".legend-name", "td", ".bar-name", ".stat-name" })
            await Assertions.Expect(page.Page.Locator(name).First).ToHaveTextAsync(ViewerFixture.HostileName);
        await Assertions.Expect(page.Panel($"Chosen: {ViewerFixture.HostileName}").Locator(".stat-value")).ToHaveTextAsync("1<u>unit</u>");
        await page.HasNoTroubleAsync();
    }

    [Fact]
    public async Task Page_WithoutAMouse_DoesAllThatItDoes()
    {
        await using var page = await viewer.OpenAsync("every-panel");

        await page.TabToAsync("a.skip");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("#panel-1 .info");
        await Assertions.Expect(page.Page.Locator("#panel-1 [role=tooltip]")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Page.Locator("#panel-1 [role=tooltip]")).ToBeHiddenAsync();

        await page.TabToAsync("#panel-8 th:first-child button");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#panel-8 th:first-child")).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(page.Page.Locator("#panel-8 th:first-child button")).ToBeFocusedAsync();

        await page.TabToAsync("#panel-9 .u-over");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Page.Locator(".tooltip")).ToBeVisibleAsync();
        await page.TabToAsync("#panel-9 .exemplar");
        await page.TabToAsync("#panel-9 .legend button");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#panel-9 .legend button[aria-pressed=true]")).ToHaveCountAsync(1);

        await page.TabToAsync(".row button[aria-expanded=false]");
        await page.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Panel("Hidden at first")).ToBeVisibleAsync();

        await page.TabToAsync("#dashboards a:not([aria-current])");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync("**/d/hostile**");
    }

    [Fact]
    public async Task Window_Of400Pixels_ShowsOneColumnWithoutScrollingSideways()
    {
        await using var page = await viewer.OpenAsync("every-panel", options => options.ViewportSize = new() { Width = 400, Height = 800 });

        Assert.Equal(400, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var lefts = await page.Page.Locator(".panel:visible").EvaluateAllAsync<double[]>("panels => panels.map(panel => panel.getBoundingClientRect().left)");
        Assert.True(lefts.Length > 10, "Where are the panels?");
        Assert.Single(lefts.Distinct());
        await Assertions.Expect(page.Page.GetByLabel("Time", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#panel-9 canvas")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Theme_Switched_IsKept()
    {
        await using var page = await viewer.OpenAsync("every-panel", options => options.ColorScheme = ColorScheme.Dark);
        var body = page.Page.Locator("body");
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", "rgb(13, 17, 23)");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Switch between dark and light" }).ClickAsync();
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", "rgb(243, 245, 248)");

        await page.Page.ReloadAsync();
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", "rgb(243, 245, 248)");
    }

    [Fact]
    public async Task Prometheus_WhileItIsDown_IsSaidAndThePanelsRecover()
    {
        await using var service = await SmallService.StartAsync(_ => { });
        var port = FreePort.Next();
        await using var host = ViewerHost.Start(new Uri($"http://127.0.0.1:{port}"), ViewerFixture.Dashboards);
        await using var page = await ViewerPage.OpenAsync(viewer.Chromium, new Uri(host.Address, "/d/every-panel?refresh=1s"));
        await Assertions.Expect(page.Panel("Levels")).ToContainTextAsync("Prometheus does not answer");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Prometheus does not answer");

        await using var prometheus = await PrometheusServer.StartAsync(service.Addresses[0], port);

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator(".panel[data-state=error]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Panel("Nothing")).ToContainTextAsync("No such room");
    }

    [Fact]
    public async Task LogsAndTraces_WithoutTheAspireDashboard_SaySo()
    {
        await using var host = ViewerHost.Start(viewer.Prometheus, ViewerFixture.Dashboards);
        await using var page = await ViewerPage.OpenAsync(viewer.Chromium, new Uri(host.Address, "/d/every-panel"));
        await page.IsReadyAsync();

        foreach (var title in new[] { "Log", "Traces" })
            await Assertions.Expect(page.Panel(title)).ToContainTextAsync("The Aspire dashboard is off");
        await page.HasNoTroubleAsync();
    }

    [Fact]
    public async Task Modules_OfThePage_FormatAndInterpolateAsGrafanaDoes()
    {
        Dictionary<string, string> expected = new()
        {
            ["units.format(1536, 'bytes')"] = "1.50 KiB",
            ["units.format(2500000, 'Bps')"] = "2.5 MB/s",
            ["units.format(0.0123, 's')"] = "12.3 ms",
            ["units.format(90, 's')"] = "1.50 min",
            ["units.format(0, 's')"] = "0 s",
            ["units.format(0.123, 'percentunit')"] = "12.3%",
            ["units.format(99.95, 'percent', 2)"] = "99.95%",
            ["units.format(12345, 'short')"] = "12.3 K",
            ["units.format(12345, 'none')"] = "12 345",
            ["units.format(-0.5, 'none')"] = "-0.50",
            ["units.format(1200, 'reqps')"] = "1.20 K req/s",
            ["units.format(0, 'bool')"] = "False",
            ["units.format(NaN, 's')"] = "NaN",
            ["units.format(3, 'suffix: sheep')"] = "3 sheep",
            ["units.formatTicks([0, 0.25, 0.5], 's').join()"] = "0 ms,250 ms,500 ms",
            ["interpolate.interpolate('$a ${a} ${a:raw} $b $1', { a: 'x' })"] = "x x x $b $1",
            ["interpolate.escapeString('a\"b\\\\c')"] = "a\\\"b\\\\c",
            ["interpolate.interpolateLegend('{{ a }}-{{b}}', { a: '1' })"] = "1-",
            ["step.stepOf(900, 600)"] = "5",
            ["step.stepOf(86400, 600)"] = "300",
            ["step.macros(900, 5).__rate_interval"] = "20s",
            ["step.macros(86400, 300).__rate_interval"] = "305s",
            ["time.resolve('now-15m', 1000)"] = "100",
            ["time.resolve('yesterday', 1000)"] = "undefined",
            ["calcs.reduce([1, null, 3, NaN], 'mean')"] = "2",
            ["calcs.reduce([null], 'max')"] = "null",
            ["stacks.stack([[1, null], [2, null]].map(values => ({ values, isShown: true, field: { custom: { stacking: { mode: 'normal' } } } })))[1].plotted.join()"] = "3,",
        };
        await using var page = await viewer.OpenAsync("every-panel");

        var actual = await page.Page.EvaluateAsync<string[]>($$"""
            async () => {
                const load = name => import(`/js/${name}.js`);
                const [units, interpolate, step, time, calcs, stacks] = await Promise.all(['units', 'interpolate', 'step', 'time', 'calcs', 'stacks'].map(load));
                return [{{string.Join(",\n", expected.Keys)}}].map(String);
            }
            """);

        Assert.Equal(expected.Select(one => $"{one.Key} = {one.Value}"), expected.Keys.Zip(actual, (text, value) => $"{text} = {value}"));
    }

    [Fact]
    public async Task ScrapeInterval_OfThePage_IsThatOfPrometheus()
    {
        using var client = new HttpClient { BaseAddress = viewer.Viewer.Address };

        var page = ScrapeInterval().Match(await client.GetStringAsync("/js/step.js"));
        var prometheus = ScrapeInterval().Match(await File.ReadAllTextAsync(BackingServices.Bundled("prometheus/prometheus.yml")));

        Assert.True(page.Success, "Where is the interval?");
        Assert.Equal(prometheus.Groups["seconds"].Value, page.Groups["seconds"].Value);
    }

    [GeneratedRegex("scrape_?interval(?: =|:) (?<seconds>\\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScrapeInterval();
}
