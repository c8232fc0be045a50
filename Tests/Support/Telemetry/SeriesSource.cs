using Xunit.Sdk;

namespace Tests.Support.Telemetry;

/// <summary>Something that has metrics: <see cref="AppTelemetry.Prometheus"/>, or <see cref="AppTelemetry.MetricsOf"/> a service.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="deadline">How long to wait.</param>
internal abstract class SeriesSource(string name, TimeSpan deadline)
{
    private const int Listed = 20;

    protected TimeSpan Deadline => deadline;

    /// <summary>Waits until the series with these labels add up to a value.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="value">What they have to add up to.</param>
    /// <param name="labels">Labels that a series must have to count; it may have others.</param>
    /// <exception cref="XunitException">They do not in time; the message lists the series that there are.</exception>
    public Task AddsUpToAsync(string metric, double value, params (string Name, string Value)[] labels) => HasAsync(metric, sum => sum == value, $"to {value}", labels);

    /// <summary>Waits until the series with these labels add up to a value, or more.</summary>
    /// <inheritdoc cref="AddsUpToAsync" path="/param|/exception"/>
    public Task AddsUpToAtLeastAsync(string metric, double value, params (string Name, string Value)[] labels) =>
        HasAsync(metric, sum => sum >= value, $"to {value} or more", labels);

    /// <summary>The series as PromQL calls them.</summary>
    protected static string Selector(string metric, (string Name, string Value)[] labels) =>
        $"{metric}{{{string.Join(',', labels.Select(label => $"{label.Name}=\"{label.Value}\""))}}}";

    /// <summary>The newest values of a metric's series.</summary>
    protected abstract Task<IReadOnlyList<Sample>> ReadAsync(string metric);

    /// <summary>The names of all metrics.</summary>
    protected abstract Task<IReadOnlyList<string>> ReadNamesAsync();

    private Task HasAsync(string metric, Predicate<double> isIt, string wanted, (string Name, string Value)[] labels) => Eventually.PassesAsync(
        async () =>
        {
            var all = await ReadAsync(metric);
            var counted = all.Where(sample => sample.Has(labels)).ToList();
            if (counted.Count > 0 && isIt(counted.Sum(sample => sample.Value)))
                return;

            var subject = Selector(metric, labels);
            Assert.Fail((all.Count, counted.Count) switch
            {
                (0, _) => $"After {deadline.TotalSeconds:0} s {name} has no {metric}. {await SimilarAsync(metric)}",
                (_, 0) => $"After {deadline.TotalSeconds:0} s {name} has no {subject}. Of {metric} it has:\n{List(all)}",
                _ => $"After {deadline.TotalSeconds:0} s {subject} of {name} adds up to {counted.Sum(sample => sample.Value)}, not {wanted}:\n{List(counted)}",
            });
        },
        deadline);

    // Most often it is the suffix that was forgotten, or the unit.
    private async Task<string> SimilarAsync(string metric)
    {
        var words = metric.Split('_');
        var similar = (await ReadNamesAsync())
            .Select(candidate => (Name: candidate, Shared: candidate.Split('_').Intersect(words, StringComparer.Ordinal).Count()))
            .Where(candidate => candidate.Shared > 1)
            .OrderByDescending(candidate => candidate.Shared)
            .Take(Listed / 4)
            .Select(candidate => candidate.Name)
            .ToList();
        return similar.Count > 0 ? $"It has {string.Join(", ", similar)}." : "It has nothing like it.";
    }

    private static string List(IReadOnlyList<Sample> samples) =>
        string.Join('\n', samples.Take(Listed).Select(sample => "  " + sample)) + (samples.Count > Listed ? $"\n  and {samples.Count - Listed} more" : "");
}
