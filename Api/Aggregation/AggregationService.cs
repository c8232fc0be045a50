using System.Collections.Frozen;
using ServiceDefaults.Prometheus;
using Values = System.Collections.Generic.Dictionary<string, System.Collections.Generic.IReadOnlyDictionary<string, string>>;

namespace Api.Aggregation;

/// <summary>Answers for each endpoint from a snapshot of its own. None takes longer than <see cref="SharedSnapshot{T}.Patience"/>, whatever becomes of Prometheus.</summary>
internal sealed class AggregationService
{
    private static readonly ILookup<string, Sample> NoSamples = Array.Empty<Sample>().ToLookup(_ => "");
    private static readonly string NothingKnown = Head(isUp: false).ToString();

    private readonly TimeProvider _time;
    private readonly SharedSnapshot<Values> _summary;
    private readonly FrozenDictionary<AggregationEndpoint, SharedSnapshot<string>> _texts;

    public AggregationService(UpstreamClient upstream, UpstreamState state, AggregationMetrics metrics, TimeProvider time)
    {
        _time = time;
        var summary = Question.Of(SummaryValue.QueriesOf);
        _summary = Share(async now => Show(await upstream.AskAsync(summary, now)));
        _texts = AggregationEndpoint.OfText.ToFrozenDictionary(endpoint => endpoint, endpoint =>
        {
            var families = endpoint.Families;
            var question = Question.Of(source => families.SelectMany(family => family.QueriesOf(source)));
            return Share(async now => Write(families, await upstream.AskAsync(question, now)));
        });

        SharedSnapshot<T> Share<T>(Func<DateTimeOffset, Task<T>> read) where T : class => new(read, state, metrics, time);
    }

    public async Task<SummaryResponse> SummarizeAsync(CancellationToken cancellationToken)
    {
        var snapshot = await _summary.GetAsync(cancellationToken);
        var error = snapshot.Failure is null ? null : new SummaryError(snapshot.Failure, (_time.GetUtcNow() - snapshot.LastGood)?.TotalSeconds);
        return new(new(snapshot.At.Ticks - snapshot.At.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc), snapshot.Value ?? Show(NoSamples), error);
    }

    /// <summary>What a text endpoint answers.</summary>
    public async Task<string> ExposeAsync(AggregationEndpoint endpoint, CancellationToken cancellationToken) =>
        (await _texts[endpoint].GetAsync(cancellationToken)).Value ?? NothingKnown;

    private static Values Show(ILookup<string, Sample> samples) => SummaryValue.All.GroupBy(value => value.Category).ToDictionary(
        category => category.Key, IReadOnlyDictionary<string, string> (category) => category.ToDictionary(value => value.Name, value => value.Show(samples)));

    private static string Write(IReadOnlyList<AggregatedFamily> families, ILookup<string, Sample> samples)
    {
        var text = Head(isUp: true);
        foreach (var family in families)
            FamilyText.Write(text, family, samples);
        return text.ToString();
    }

    private static ExpositionText Head(bool isUp) => new ExpositionText()
        .Family("prometheus_upstream_up", "gauge", "Whether Prometheus answered when it was last asked.")
        .Sample("prometheus_upstream_up", [], isUp ? "1" : "0");
}
