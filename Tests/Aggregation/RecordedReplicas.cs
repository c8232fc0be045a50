using Hosting;

namespace Tests.Aggregation;

/// <summary>The same, and the Prometheus records the sums that the endpoints read.</summary>
public sealed class RecordedReplicas : ScrapedReplicas
{
    internal override string RequestRate => "aggregation:fastapi_requests_total:rate5m";

    /// <inheritdoc/>
    protected override string Rules => $"rule_files: ['{BackingServices.Bundled("prometheus/rules/aggregation.yml")}']";

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await HasAsync("sum(aggregation:fastapi_requests_total:sum)", 3_006_000);
        await HasAsync("sum(aggregation:model_inference_duration_seconds_bucket:sum{le='+Inf'})", 2_000_040);
    }
}
