using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ServiceDefaults.Requests;

/// <summary>Every endpoint that was asked for, with what was decided about it.</summary>
internal sealed class ObservedRoutes
{
    private readonly ConditionalWeakTable<Endpoint, ObservedRoute> _routes = [];
    private readonly ConcurrentDictionary<string, InProgressCounts> _inProgress = new(StringComparer.Ordinal);
    private readonly InProgressCounts _all = new(endpoint: null);
    private readonly RequestOptions _options;

    public ObservedRoutes(RequestOptions options)
    {
        _options = options;
        Unmatched = new(template: null, isObserved: true, isCounted: options.CountsUnmatched, InProgressOf(ObservedRoute.Unmatched));
    }

    /// <summary>Where requests are until they meet a route, if they ever do.</summary>
    public ObservedRoute Unmatched { get; }

    public ObservedRoute Of(Endpoint endpoint) => _routes.TryGetValue(endpoint, out var route) ? route : _routes.GetValue(endpoint, Decide);

    /// <summary>The requests under way, by route and method.</summary>
    public IEnumerable<Measurement<long>> InProgress() => _options.InProgressLabels ? _inProgress.Values.SelectMany(route => route.Measure()) : _all.Measure();

    private ObservedRoute Decide(Endpoint endpoint)
    {
        var template = ObservedRoute.TemplateOf(endpoint);
        var isObserved = endpoint.Metadata.GetMetadata<UnobservedMetadata>() is null;
        var isCounted = isObserved && endpoint.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is null
            && (template is null ? _options.CountsUnmatched : !_options.ExcludedHandlers.Any(pattern => pattern.IsMatch(template)));
        return new(template, isObserved, isCounted, isCounted ? InProgressOf(template ?? ObservedRoute.Unmatched) : _all);
    }

    private InProgressCounts InProgressOf(string name) =>
        _options.InProgressLabels ? _inProgress.GetOrAdd(name, static name => new InProgressCounts(name)) : _all;
}
