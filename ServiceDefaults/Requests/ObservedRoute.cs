using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ServiceDefaults.Requests;

/// <summary>What telemetry has decided about an endpoint, once.</summary>
/// <param name="template">The route template, or null for requests that match none.</param>
/// <param name="isObserved">Whether it is told of at all.</param>
/// <param name="isCounted">Whether metrics count it.</param>
/// <param name="inProgress">The requests under way of this template.</param>
internal sealed class ObservedRoute(string? template, bool isObserved, bool isCounted, InProgressCounts inProgress)
{
    /// <summary>Stands for every path that no route matches: the paths themselves are without end.</summary>
    public const string Unmatched = "unmatched";

    public string? Template => template;

    /// <summary>What log lines and labels call it.</summary>
    public string Name { get; } = template ?? Unmatched;

    public bool IsObserved => isObserved;

    public bool IsCounted => isCounted;

    public KeyValuePair<string, object?> HandlerTag { get; } = new(RequestMetrics.HandlerTag, template ?? Unmatched);

    public InProgressCounts InProgress => inProgress;

    /// <summary>The template as .NET's own meter names it.</summary>
    public static string? TemplateOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route is { } route ? route.Length == 0 ? "/" : route : null;
}
