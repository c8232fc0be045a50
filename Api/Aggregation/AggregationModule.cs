using ServiceDefaults;
using ServiceDefaults.Prometheus;

namespace Api.Aggregation;

/// <summary>What Prometheus knows of all replicas and services, summed up for dashboards.</summary>
internal static class AggregationModule
{
    /// <summary>The setting that asks whoever reads for a token; unset, anybody may read.</summary>
    public const string TokenKey = "Aggregation:BearerToken";

    private const string Markdown = "text/markdown; charset=utf-8";

    public static void AddAggregation(this IHostApplicationBuilder builder)
    {
        builder.AddMetrics<AggregationMetrics>();
        builder.Services.AddSingleton(UpstreamAddress.From(builder.Configuration));
        builder.Services.AddSingleton<UpstreamClient>();
        builder.Services.AddSingleton<UpstreamState>();
        builder.Services.AddSingleton<AggregationService>();
    }

    public static void MapAggregation(this IEndpointRouteBuilder routes)
    {
        var token = BearerToken.From(routes.ServiceProvider.GetRequiredService<IConfiguration>(), TokenKey);
        var metrics = routes.MapGroup("/prometheus/metrics").WithTags("Aggregation").AllowAnonymous();
        if (token is not null)
            metrics.RequireToken(token);

        metrics.MapGet($"/{AggregationEndpoint.Summary.Name}", AggregationEndpoints.SummarizeAsync).WithSummary(AggregationEndpoint.Summary.Meaning);
        foreach (var endpoint in AggregationEndpoint.OfText)
        {
            metrics.MapGet($"/{endpoint.Name}", (AggregationService service, CancellationToken cancellationToken) => AggregationEndpoints.ExposeAsync(endpoint, service, cancellationToken))
                .WithSummary(endpoint.Meaning).Produces<string>(contentType: ExpositionText.ContentType);
        }

        metrics.MapGet($"/{AggregationEndpoint.Docs.Name}", () => TypedResults.Text(AggregationDocument.Text, Markdown))
            .WithSummary(AggregationEndpoint.Docs.Meaning).Produces<string>(contentType: Markdown);
    }

    private static void RequireToken(this RouteGroupBuilder endpoints, string token) => endpoints
        .AddEndpointFilter((context, next) => BearerToken.IsShown(context.HttpContext.Request, token) ? next(context) : new(AggregationEndpoints.Refuse(context.HttpContext.Response)))
        .ProducesProblem(StatusCodes.Status401Unauthorized);
}
