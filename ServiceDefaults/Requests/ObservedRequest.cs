using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceDefaults.Requests;

/// <summary>
/// The request under way: since when, on which route, how many bytes so far. A connection that stays has one of these for all its requests,
/// as it has one context, so a request allocates nothing.
/// </summary>
internal sealed class ObservedRequest(ObservedRoutes routes) : IEndpointFeature
{
    private static readonly object StateKey = new();

    private Endpoint? _endpoint;
    private Endpoint? _lastRouted;
    private ObservedRoute _lastRoute = routes.Unmatched;
    private CountingResponseBody? _responseBody;
    private CountingRequestBody? _requestBody;
    private int _method;
    private bool _hasResponseSize;
    private bool _hasRequestSize;

    /// <summary>When it began, as <see cref="Stopwatch"/> tells.</summary>
    public long Start { get; private set; }

    /// <summary>The first route it met: an exception handler may send it on to another.</summary>
    public ObservedRoute Route { get; private set; } = routes.Unmatched;

    public bool IsLogged { get; private set; }

    public long RequestSize => _hasRequestSize ? _requestBody!.Count : 0;

    public long ResponseSize => _hasResponseSize ? _responseBody!.Count : 0;

    // Routing sets it as soon as it knows, which is the only way to hear of it: the middleware that observes is outside of everything.
    Endpoint? IEndpointFeature.Endpoint
    {
        get => _endpoint;
        set
        {
            _endpoint = value;
            if (value is not null && ReferenceEquals(Route, routes.Unmatched))
                Meet(value);
        }
    }

    /// <summary>The one that the connection has, or a new one where the server keeps no state between requests.</summary>
    public static ObservedRequest Of(HttpContext context, ObservedRoutes routes)
    {
        if (context.Features.Get<IPersistentStateFeature>()?.State is not { } state)
            return new(routes);
        if (state.TryGetValue(StateKey, out var kept) && kept is ObservedRequest request)
            return request;

        request = new(routes);
        state[StateKey] = request;
        return request;
    }

    public void Begin(HttpContext context, bool isLogged, bool measuresSizes)
    {
        Start = Stopwatch.GetTimestamp();
        IsLogged = isLogged;
        Route = routes.Unmatched;
        _method = RequestMethods.IndexOf(context.Request.Method);
        _hasRequestSize = _hasResponseSize = false;

        var features = context.Features;
        _endpoint = features.Get<IEndpointFeature>()?.Endpoint;
        features.Set<IEndpointFeature>(this);
        if (measuresSizes)
            Measure(features);

        if (_endpoint is not null)
            Route = RouteOf(_endpoint);
        Count(Route, 1);
    }

    public void End() => Count(Route, -1);

    private void Meet(Endpoint endpoint)
    {
        var route = RouteOf(endpoint);
        Count(Route, -1);
        Route = route;
        Count(Route, 1);
    }

    private ObservedRoute RouteOf(Endpoint endpoint)
    {
        if (!ReferenceEquals(endpoint, _lastRouted))
            (_lastRouted, _lastRoute) = (endpoint, routes.Of(endpoint));
        return _lastRoute;
    }

    private void Count(ObservedRoute route, int difference)
    {
        if (route.IsCounted)
            route.InProgress.Add(_method, difference);
    }

    private void Measure(IFeatureCollection features)
    {
        var response = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (_responseBody is null || !_responseBody.IsBefore(response))
            _responseBody = new(response);
        _responseBody.Begin();
        features.Set<IHttpResponseBodyFeature>(_responseBody);
        _hasResponseSize = true;

        if (features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            (_requestBody ??= new()).Begin(features);
            _hasRequestSize = true;
        }
    }
}
