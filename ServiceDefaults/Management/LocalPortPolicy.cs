using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace ServiceDefaults.Management;

/// <summary>
/// Lets routing pass over the endpoints of another port: there they are 404, as any path that nobody serves. It goes by the port that the
/// connection came in on. ASP.NET Core's RequireHost goes by the Host header, which is the client's to choose.
/// </summary>
internal sealed class LocalPortPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => PortOf(endpoint) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && PortOf(candidates[i].Endpoint) is { } port && port != httpContext.Connection.LocalPort)
                candidates.SetValidity(i, value: false);
        }

        return Task.CompletedTask;
    }

    private static int? PortOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<LocalPortMetadata>()?.Port;
}
