using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ServiceDefaults.Requests;

namespace ServiceDefaults;

/// <summary>Endpoints that machines ask every few seconds: what they do would drown what people do.</summary>
public static class UnobservedEndpoints
{
    /// <summary>The endpoint is neither counted, logged nor traced, and nothing that it calls is.</summary>
    /// <typeparam name="TBuilder">An endpoint, or a group of them.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder WithoutTelemetry<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.DisableHttpMetrics();
        endpoint.WithMetadata(UnobservedMetadata.Instance);
        endpoint.Finally(built => built.RequestDelegate = Untraced(built.RequestDelegate!));
        return endpoint;
    }

    // The span began before anybody knew the route. Unrecorded here, it is not exported, and the spans below it follow their parent.
    private static RequestDelegate Untraced(RequestDelegate inner) => context =>
    {
        if (Activity.Current is { } span)
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        return inner(context);
    };
}
