using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Prometheus;
using Tests.Exporter;
using Tests.Support;
using Tests.Support.Metrics;

namespace Tests.Functional;

/// <summary>
/// docs/metrics.md is what a running Api records, and what the metrics classes say is so. With the variable <c>DOCS</c> set to a folder the document is written there.
/// </summary>
public sealed class MetricsDocumentTests : IAsyncLifetime
{
    private const string FileName = "metrics.md";

    private ApiHost _api = null!;
    private IReadOnlyList<Instrument> _instruments = null!;
    private MetricsDocument _document = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync(("ConnectionStrings:tempo", "http://127.0.0.1:1")); // with a destination there is something to lose
        _instruments = LiveInstruments.Of(_api.Services.GetRequiredService<IMeterFactory>());
        _document = new(_instruments);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Document_WrittenAgain_IsTheCommittedOne()
    {
        var written = _document.Write();
        if (Environment.GetEnvironmentVariable("DOCS") is { Length: > 0 } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, FileName), written);
        else
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", FileName)), written);
    }

    [Fact]
    public void Constants_OfEveryMetricsClass_SayNameKindAndUnitOfTheirInstrument()
    {
        Assert.True(MetricsClass.All.Count >= 10, "Where are the metrics classes?");

        Assert.All(MetricsClass.All, metrics => Assert.All(metrics.Instruments, documented =>
        {
            var instrument = _instruments.SingleOrDefault(each => each.Meter.Name == metrics.Meter && each.Name == documented.Name);
            Assert.True(instrument is not null, $"{documented.Constant}: there is no instrument {documented.Name} in the meter {metrics.Meter}.");
            var (kind, unit) = (KindOf(instrument), UnitOf(instrument));
            Assert.Matches($"^(Observable )?(?i:{kind}), ", documented.Comment);
            Assert.True(
                unit.Length > 0 ? documented.Comment.Contains($", {unit}", StringComparison.Ordinal) : !documented.Comment.Contains(", `{", StringComparison.Ordinal),
                $"{documented.Constant} is in {instrument.Unit}: {documented.Comment}");
            Assert.NotEmpty(instrument.Description ?? "");
        }));
    }

    [Fact]
    public async Task Labels_SeenAfterALifeInAFamily_AreInTheDocument()
    {
        await LiveAsync();
        using var client = _api.CreateClient();

        var families = StrictReader.Read(await client.GetStringAsync("/metrics"), ExpositionFormat.Text);

        var labels = _document.Labels;
        var documented = families.Select(family => (family.Samples, Name: family.Type == "counter" ? family.Name + "_total" : family.Name))
            .Where(family => labels.ContainsKey(family.Name))
            .ToList();
        Assert.True(documented.Count > 50, $"Only {documented.Count} of the document's series are there.");
        Assert.All(documented, family => Assert.All(family.Samples, sample => Assert.Subset(labels[family.Name].Append("le").ToHashSet(), sample.Labels.Keys.ToHashSet())));
    }

    private async Task LiveAsync()
    {
        using var parent = _api.CreateClient();
        using var child = _api.CreateClient();
        await parent.SignUpAsync();
        var family = await parent.CreateFamilyAsync();
        var childId = await parent.AddChildAsync(family, child);

        var given = await parent.AssignAsync(childId);
        await child.StepAsync(given, "complete");
        await parent.StepAsync(given, "reject", new { reason = "Look under the bed." });
        var claimed = await parent.AddToPoolAsync();
        await child.StepAsync(claimed, "claim");
        await child.StepAsync(claimed, "complete");
        await parent.StepAsync(claimed, "approve");
        await parent.PostAsync("/api/v1/adjustments", new { childId, type = "bonus", amount = 5, reason = "For nothing." });
        using var nobody = await parent.GetAsync("/nowhere");
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        "Histogram" => "histogram",
        "Gauge" or "ObservableGauge" => "gauge",
        var other => other,
    };

    private static string UnitOf(Instrument instrument) => instrument.Unit switch
    {
        null or "" => "",
        "s" => "seconds",
        "By" => "bytes",
        var unit => $"`{unit}`",
    };
}
