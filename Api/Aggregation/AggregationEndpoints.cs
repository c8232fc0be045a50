using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Prometheus;

namespace Api.Aggregation;

/// <summary>HTTP on one side, <see cref="AggregationService"/> on the other.</summary>
internal static class AggregationEndpoints
{
    public static async Task<Ok<SummaryResponse>> SummarizeAsync(AggregationService service, CancellationToken cancellationToken) =>
        TypedResults.Ok(await service.SummarizeAsync(cancellationToken));

    public static async Task<ContentHttpResult> ExposeAsync(AggregationEndpoint endpoint, AggregationService service, CancellationToken cancellationToken) =>
        TypedResults.Text(await service.ExposeAsync(endpoint, cancellationToken), ExpositionText.ContentType);

    public static ProblemHttpResult Refuse(HttpResponse response)
    {
        BearerToken.Refuse(response);
        return TypedResults.Problem($"Send the token that {AggregationModule.TokenKey} asks for: Authorization: Bearer <token>.", statusCode: StatusCodes.Status401Unauthorized);
    }
}
