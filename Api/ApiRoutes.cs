using Api.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Api;

/// <summary>What holds for all endpoints below <c>/api</c>.</summary>
internal static class ApiRoutes
{
    // Far more than any request of a person needs; who takes more says so on the endpoint.
    private const long MaximumBody = 64 * 1024;

    /// <summary>The group of them: a sign-in and a database are needed, unless an endpoint says otherwise, and bodies are small.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").RequireAuthorization().RequireDatabase().WithMetadata(new RequestSizeLimitAttribute(MaximumBody));
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            if (!endpoint.Metadata.Any(metadata => metadata is IAllowAnonymous))
                endpoint.Metadata.Add(ProblemOf(StatusCodes.Status401Unauthorized));
            if (!endpoint.Metadata.Any(metadata => metadata is IAcceptsMetadata))
                return;

            endpoint.Metadata.Add(ProblemOf(StatusCodes.Status413PayloadTooLarge));
            endpoint.Metadata.Add(ProblemOf(StatusCodes.Status415UnsupportedMediaType));
        });
        return api;
    }

    private static ProducesResponseTypeMetadata ProblemOf(int status) => new(status, typeof(ProblemDetails), ["application/problem+json"]);
}
