using Microsoft.Playwright;

namespace Tests.Browser;

/// <summary>What the viewer draws of numbers that are known: every kind of panel, from one dashboard.</summary>
[Collection(ViewerDefinition.Name)]
public sealed class ViewerPanelTests(ViewerFixture viewer) : IAsyncLifetime
{
    private const string Dashboard = "every-panel";

    // #5fc98b and #ff7383: green and red in the dark
    private const string Green = "rgb(95, 201, 139)";
    private const string Red = "rgb(255, 115, 131)";

    private ViewerPage _page = null!;

    public async Task InitializeAsync() => _page = await viewer.OpenAsync(Dashboard, options => options.ColorScheme = ColorScheme.Dark);

    public async Task DisposeAsync()
    {
        // What each of these tests began with must be whole when it ends. The port of logs and traces is nobody's.
        Assert.Equal(2, await _page.Page.Locator(".panel[data-state=error]").CountAsync());
        await _page.DisposeAsync();
    }

    [Fact]
    public async Task Stat_OfOneSeries_ShowsItsNumberInTheColorOfItsThreshold()
    {
        var value = _page.Panel("Level of kitchen").Locator(".stat-value");

        await Assertions.Expect(value).ToHaveTextAsync("21.5%");
        await Assertions.Expect(value).ToHaveCSSAsync("color", Green);
    }

    [Fact]
    public async Task Stat_OfSeveralSeries_NamesEachOverItsSparkline()
    {
        var panel = _page.Panel("Levels");

        Assert.Equal(["Bathroom", "kitchen"], await panel.Locator(".stat-name").AllInnerTextsAsync());
        Assert.Equal(["80.00%", "21.50%"], await panel.Locator(".stat-value").AllInnerTextsAsync());
    }

    [Theory]
    [InlineData("Nothing", "No such room")]
    [InlineData("Without end", "∞")]
    [InlineData("Door", "Open")]
    public async Task Stat_OfNoOrdinaryNumber_ShowsTheWordForIt(string title, string word) =>
        await Assertions.Expect(_page.Panel(title).Locator(".stat-value")).ToHaveTextAsync(word);

    [Fact]
    public async Task Variable_ChosenAnew_ChangesPanelsTitleAndAddress()
    {
        await _page.Page.GetByLabel("Room", new() { Exact = true }).SelectOptionAsync("bath");

        var value = _page.Panel("Level of bath").Locator(".stat-value");
        await Assertions.Expect(value).ToHaveTextAsync("80%");
        await Assertions.Expect(value).ToHaveCSSAsync("color", Red);
        Assert.Contains("var-room=bath", _page.Page.Url, StringComparison.Ordinal);
        await _page.IsReadyAsync();
    }

    [Fact]
    public async Task Gauge_OfAValue_TellsItAndItsEnds()
    {
        var meter = _page.Panel("Gauge").GetByRole(AriaRole.Meter);

        await Assertions.Expect(meter).ToHaveAttributeAsync("aria-valuetext", "80%");
        await Assertions.Expect(meter).ToHaveAttributeAsync("aria-valuemax", "100");
        await Assertions.Expect(meter.Locator(".gauge-value")).ToHaveAttributeAsync("stroke", "#ff7383");
    }

    [Fact]
    public async Task BarGauge_OfTwoSeries_HasABarOfItsLengthForEach()
    {
        var panel = _page.Panel("Bars");

        Assert.Equal(["bath\n80%", "kitchen\n21.5%"], (await panel.Locator(".bar").AllInnerTextsAsync()).Select(text => text.Replace("\n\n", "\n", StringComparison.Ordinal)));
        Assert.Equal(["80%", "21.5%"], await panel.Locator(".bar-fill").EvaluateAllAsync<string[]>("bars => bars.map(bar => bar.style.getPropertyValue('--share'))"));
    }

    [Fact]
    public async Task Table_OfTwoQueries_JoinsThemAndSortsByAHeading()
    {
        var panel = _page.Panel("Rooms");
        Assert.Equal(["Door", "Room", "Level"], await panel.Locator("th").AllInnerTextsAsync());
        Assert.Equal(["No", "bath", "80%", "Yes", "kitchen", "21.5%"], await CellsAsync());
        await Assertions.Expect(panel.GetByRole(AriaRole.Cell, new() { Name = "80%" })).ToHaveCSSAsync("color", Red);

        await panel.GetByRole(AriaRole.Button, new() { Name = "Level" }).ClickAsync();

        Assert.Equal(["Yes", "kitchen", "21.5%", "No", "bath", "80%"], await CellsAsync());

        Task<IReadOnlyList<string>> CellsAsync() => panel.Locator("td").AllInnerTextsAsync();
    }

    [Fact]
    public async Task Text_InMarkdown_IsLaidOut()
    {
        var text = _page.Panel("Words").Locator(".text");

        await Assertions.Expect(text.Locator("h4")).ToHaveTextAsync("The kitchen");
        await Assertions.Expect(text.Locator("strong")).ToHaveTextAsync("warm");
        await Assertions.Expect(text.Locator("p code")).ToHaveTextAsync("dry");
        await Assertions.Expect(text.Locator("li")).ToHaveTextAsync(["one", "two"]);
        await Assertions.Expect(text.Locator("pre")).ToHaveTextAsync("a < b");
        await Assertions.Expect(text.Locator("a")).ToHaveAttributeAsync("href", "/d/hostile");
    }

    [Theory]
    [InlineData("Lines")]
    [InlineData("Stack")]
    public async Task Plot_OfSeveralSeries_HasTheColorOfEach(string title)
    {
        var counts = await _page.Panel(title).EvaluateAsync<int[]>("""
            panel => [...panel.querySelectorAll('.legend .swatch')].map(swatch => {
                const [red, green, blue] = getComputedStyle(swatch).backgroundColor.match(/\d+/g).map(Number);
                const canvas = panel.querySelector('canvas');
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                let count = 0;
                for (let at = 0; at < data.length; at += 4)
                    count += Math.abs(data[at] - red) < 8 && Math.abs(data[at + 1] - green) < 8 && Math.abs(data[at + 2] - blue) < 8 && data[at + 3] > 100;
                return count;
            })
            """);

        Assert.True(counts.Length >= 2 && counts.All(count => count > 3), $"Pixels in the color of each series: {string.Join(", ", counts)}");
    }

    [Fact]
    public async Task Legend_AsATable_HasTheNumbersOfEachSeries()
    {
        var rows = await _page.Panel("Lines").Locator(".legend tr").AllInnerTextsAsync();

        Assert.Equal(["Name Mean Max", "bath 80% 80%", "kitchen 21.5% 21.5%"], rows.Take(3).Select(row => string.Join(' ', row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Legend_WithOneChosen_LeavesItAloneUntilItIsChosenAgain()
    {
        var legend = _page.Panel("Stack").Locator(".legend");
        var kitchen = legend.GetByRole(AriaRole.Button, new() { Name = "kitchen" });

        await kitchen.ClickAsync();
        await Assertions.Expect(legend.GetByRole(AriaRole.Button, new() { Pressed = true })).ToHaveTextAsync(["kitchen"]);

        await kitchen.ClickAsync();
        await Assertions.Expect(legend.GetByRole(AriaRole.Button, new() { Pressed = true })).ToHaveTextAsync(["bath", "kitchen"]);
    }

    [Fact]
    public async Task Cursor_OverAPlot_TellsTheTimeAndEachValueFromTheTop()
    {
        await _page.Panel("Lines").Locator(".u-over").FocusAsync();
        await _page.Page.Keyboard.PressAsync("End");

        var rows = _page.Page.Locator(".tooltip-row");
        await Assertions.Expect(rows.First).ToContainTextAsync("bath80%");
        await Assertions.Expect(rows.Last).ToContainTextAsync("kitchen21.5%");
        await Assertions.Expect(_page.Page.Locator(".tooltip-title")).ToContainTextAsync(":");
    }

    [Fact]
    public async Task Exemplar_OfARequest_LinksToItsTrace() =>
        await Assertions.Expect(_page.Panel("Lines").Locator(".exemplar").First).ToHaveAttributeAsync("href", $"{ViewerFixture.AspireDashboard}/traces/detail/{viewer.TraceId}");

    [Fact]
    public async Task Drag_OverAPlot_ShowsTheTimeThatItCovers()
    {
        var plot = _page.Panel("Lines").Locator(".u-over");

        await plot.HoverAsync(new() { Position = new() { X = 50, Y = 40 } });
        await _page.Page.Mouse.DownAsync();
        await plot.HoverAsync(new() { Position = new() { X = 150, Y = 40 } });
        await _page.Page.Mouse.UpAsync();

        await _page.Page.WaitForURLAsync(url => url.Contains("from=1", StringComparison.Ordinal) && url.Contains("to=1", StringComparison.Ordinal));
        Assert.Contains(" – ", await _page.Page.GetByLabel("Time", new() { Exact = true }).EvaluateAsync<string>("select => select.selectedOptions[0].text"), StringComparison.Ordinal);
        await _page.IsReadyAsync();
    }

    [Theory]
    [InlineData("Who calls whom")]
    [InlineData("Pivoted")]
    public async Task Panel_ThatNeedsGrafana_SaysSo(string title) =>
        await Assertions.Expect(_page.Panel(title)).ToContainTextAsync("Grafana shows this panel");

    [Fact]
    public async Task Row_FoldedInTheFile_LoadsItsPanelsWhenItIsOpened()
    {
        var row = _page.Page.GetByRole(AriaRole.Button, new() { Name = "Folded" });
        await Assertions.Expect(_page.Page.GetByText("Hidden at first")).ToBeHiddenAsync();

        await row.ClickAsync();

        await Assertions.Expect(_page.Panel("Hidden at first").Locator(".stat-value")).ToHaveTextAsync("80");
    }
}
