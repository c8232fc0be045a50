using System.Diagnostics.Metrics;
using Tests.Support;
using Tests.Unit;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Tests.Exporter;

/// <summary>Which tags are the same series, and which are not.</summary>
public sealed class TagIdentityTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();
    private readonly Counter<int> _counter;

    public TagIdentityTests() => _counter = _fixture.Meter.CreateCounter<int>("t.count");

    [Fact]
    public async Task Tags_InAnyOrder_AreOneSeries()
    {
        var orders = OrdersOf([new("method", "GET"), new("status", 200), new("route", "/a"), new("failed", false)]).ToList();

        foreach (var order in orders.Concat(orders)) // at first they are found by content, then by where they lie
            _counter.Add(1, order);
        foreach (var order in orders)
            _counter.Add(1, [.. order.Select(tag => new Tag(new string(tag.Key), tag.Value is string text ? new string(text) : tag.Value))]);

        Assert.Equal(24, orders.Count);
        Assert.Equal(["""t_count_total{failed="false",method="GET",route="/a",status="200"} 72"""], await SeriesAsync());
    }

    [Fact]
    public async Task Strings_ThatTheQuickHashTakesForTheSame_StayApart()
    {
        const int Strings = 500;
        for (var i = 0; i < Strings; i++)
            _counter.Add(i + 1, new Tag("text", LookingAlike(i))); // same length, beginning, middle and end
        for (var i = 0; i < Strings; i++)
            _counter.Add(1000, new Tag("text", LookingAlike(i)));

        var text = await _fixture.WriteAsync("t_");
        Assert.Equal(Strings, ScrapedText.Series(text, "t_count_total{").Count);
        Assert.All(Enumerable.Range(0, Strings), i => Assert.Equal(1001 + i, ScrapedText.Value(text, $$"""t_count_total{text="{{LookingAlike(i)}}"}""")));
    }

    [Fact]
    public async Task Objects_WithOneHashCode_StayApart()
    {
        for (var i = 0; i < 100; i++)
            _counter.Add(1, new Tag("object", new Alike($"{i % 50}")));

        var series = await SeriesAsync();
        Assert.Equal(50, series.Count);
        Assert.All(series, line => Assert.EndsWith(" 2", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_OfOneLength_StayApart()
    {
        _counter.Add(1, new Tag("one", "a"), new Tag("two", "b"));
        _counter.Add(2, new Tag("two", "a"), new Tag("one", "b"));
        _counter.Add(4, new Tag("one", "a"), new Tag("six", "b"));
        _counter.Add(8, new Tag("one", "a"));

        Assert.Equal(
            ["""t_count_total{one="a",six="b"} 4""", """t_count_total{one="a",two="b"} 1""", """t_count_total{one="a"} 8""", """t_count_total{one="b",two="a"} 2"""],
            (await SeriesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Values_ThatReadTheSame_AreOneSeries()
    {
        foreach (var value in (object[])[1, 1L, "1", 1m, (byte)1])
            _counter.Add(1, new Tag("value", value));
        foreach (var value in (object?[])[null, ""])
            _counter.Add(1, new Tag("value", value));

        Assert.Equal(["t_count_total 2", """t_count_total{value="1"} 5"""], await SeriesAsync());
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<IReadOnlyList<string>> SeriesAsync() => ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_count_total");

    private static string LookingAlike(int number) => $"begin{number,10:D6}{"",40}end";

    private static IEnumerable<Tag[]> OrdersOf(Tag[] tags) => tags.Length == 1
        ? [tags]
        : from first in tags
          from rest in OrdersOf([.. tags.Where(tag => tag.Key != first.Key)])
          select (Tag[])[first, .. rest];

    private sealed record Alike(string Text)
    {
        public override int GetHashCode() => 1;

        public override string ToString() => Text;
    }
}
