using System.Globalization;
using System.Text;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Recording;

namespace Tests.Exporter;

/// <summary>The pages that the series of a family are kept in.</summary>
public sealed class SeriesPagesTests
{
    private const int Many = 3000; // some twenty pages

    private readonly SeriesPages _pages = new(new FamilyLayout(new FamilyName("t_total", MetricFamily.Counter), bounds: [], withCreated: false));

    [Fact]
    public void Series_ComingAndGoingInAnyOrder_AreWrittenInOrder()
    {
        var random = new Random(1);
        var series = Enumerable.Range(0, Many).Select(NewSeries).ToArray();
        random.Shuffle(series);

        foreach (var each in series)
            _pages.Add(each);
        Assert.Equal(TextOf(series), Written());

        random.Shuffle(series);
        foreach (var each in series[..(Many / 2)])
            _pages.Remove(each);
        Assert.Equal(TextOf(series[(Many / 2)..]), Written());

        foreach (var each in series[(Many / 2)..])
            _pages.Remove(each);
        Assert.Empty(_pages.In(Escaping.Underscores));
    }

    [Fact]
    public void Series_ThatComesOrGoes_LeavesAllPagesButItsOwnAsTheyAre()
    {
        foreach (var number in Enumerable.Range(0, Many))
            _pages.Add(NewSeries(number));
        var first = _pages.In(Escaping.Underscores);
        Assert.True(first.Length > 10, $"{first.Length} pages");

        var added = NewSeries(Many);
        _pages.Add(added);
        var second = _pages.In(Escaping.Underscores);
        _pages.Remove(added);
        var third = _pages.In(Escaping.Underscores);

        Assert.InRange(second.Except(first).Count(), 1, 2);
        Assert.Single(third.Except(second));
    }

    [Fact]
    public void Pages_InAnotherEscaping_AreMadeAgain()
    {
        _pages.Add(new SumSeries(new LabelSet([new("größe", "1")]), isMonotonic: true));

        Assert.Equal("t_total{gr_e=\"1\"} ", Text(_pages.In(Escaping.Underscores)));
        Assert.Equal("t_total{\"größe\"=\"1\"} ", Text(_pages.In(Escaping.AllowUtf8)));
    }

    private static SumSeries NewSeries(int number) => new(new LabelSet([new("number", number.ToString("D5", CultureInfo.InvariantCulture)), new("rest", new string('x', 50))]), isMonotonic: true);

    private static string TextOf(IEnumerable<Series> series) =>
        string.Concat(series.OrderBy(each => each.Labels.Text, StringComparer.Ordinal).Select(each => $"t_total{{{each.Labels.Text}}} "));

    private static string Text(SeriesPage[] pages) => string.Concat(pages.Select(page => Encoding.UTF8.GetString(page.Text)));

    private string Written() => Text(_pages.In(Escaping.Underscores));
}
