using System.Diagnostics.Metrics;

namespace ServiceDefaults.Requests;

/// <summary>What .NET's own meter does not tell about requests. Counts and durations are its business: <c>http.server.request.duration</c>.</summary>
internal sealed class RequestMetrics
{
    public const string MeterName = "ServiceDefaults.Requests";

    /// <summary>
    /// Observable up-down counter, <c>{request}</c>: requests being answered. Tags: <see cref="MethodTag"/> and <see cref="EndpointTag"/>,
    /// or none where <c>Metrics:InProgressLabels</c> is false. A request is unmatched until it is routed.
    /// </summary>
    public const string InProgressName = "http.requests.in_progress";

    /// <summary>Histogram, bytes: what was read of a request's body. Tags: <see cref="HandlerTag"/>.</summary>
    public const string RequestSizeName = "http.request.size";

    /// <summary>Histogram, bytes: what was written of a response's body. Tags: <see cref="HandlerTag"/>.</summary>
    public const string ResponseSizeName = "http.response.size";

    /// <summary>One of HTTP's nine methods, or <c>_OTHER</c>.</summary>
    public const string MethodTag = "method";

    /// <summary>The route template, or <c>unmatched</c>.</summary>
    public const string EndpointTag = "endpoint";

    /// <summary>The route template, or <c>unmatched</c>.</summary>
    public const string HandlerTag = "handler";

    private readonly Histogram<long> _requestSize;
    private readonly Histogram<long> _responseSize;

    public RequestMetrics(IMeterFactory meters, ObservedRoutes routes)
    {
        var meter = meters.Create(MeterName);
        var advice = new InstrumentAdvice<long> { HistogramBucketBoundaries = Buckets.Bytes };

        meter.CreateObservableUpDownCounter(InProgressName, routes.InProgress, "{request}", "Requests that are being answered.");
        _requestSize = meter.CreateHistogram(RequestSizeName, "By", "Bytes read of a request's body.", advice: advice);
        _responseSize = meter.CreateHistogram(ResponseSizeName, "By", "Bytes written of a response's body.", advice: advice);
    }

    /// <summary>Whether anybody wants to know sizes.</summary>
    public bool MeasuresSizes => _requestSize.Enabled || _responseSize.Enabled;

    public void Answered(ObservedRoute route, long requestSize, long responseSize)
    {
        _requestSize.Record(requestSize, route.HandlerTag);
        _responseSize.Record(responseSize, route.HandlerTag);
    }
}
