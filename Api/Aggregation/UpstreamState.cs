namespace Api.Aggregation;

/// <summary>Tells when Prometheus goes and when it comes back: the log once, the gauge always.</summary>
internal sealed class UpstreamState(AggregationMetrics metrics, ILogger<UpstreamState> logger)
{
    private bool _isLost;

    public void Answered()
    {
        metrics.SetUp(true);
        if (Interlocked.Exchange(ref _isLost, false))
            logger.UpstreamBack();
    }

    /// <summary>It may still answer: whoever does not wait has no data, and the log nothing to tell.</summary>
    public void Late() => metrics.SetUp(false);

    public void Failed(UpstreamException failure)
    {
        metrics.SetUp(false);
        if (!Interlocked.Exchange(ref _isLost, true))
            logger.UpstreamLost(failure.Message, failure.InnerException);
    }
}
