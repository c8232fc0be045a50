using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;

namespace Viewer.Telemetry;

/// <summary>Reads what the Aspire dashboard has received. Its key stays here: a browser sees what this class returns.</summary>
internal sealed class AspireDashboard
{
    private readonly HttpClient _http;

    /// <param name="address">Of its pages; null where it is off.</param>
    /// <param name="apiKey">What readers of <c>/api/telemetry</c> show; null where anybody may read.</param>
    public AspireDashboard(Uri? address, string? apiKey)
    {
        Address = address;
        _http = Upstream.CreateClient(address ?? new Uri("http://localhost"));
        _http.DefaultRequestHeaders.Add("x-api-key", apiKey);
    }

    public Uri? Address { get; }

    /// <summary>The newest lines of a service's log, newest first.</summary>
    /// <param name="service">The service; null for all.</param>
    /// <param name="severity">The least that counts, such as <c>warning</c>; null for all.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<LogEntry>> ReadLogsAsync(string? service, string? severity, int limit, CancellationToken cancellationToken) =>
        await ReadAsync("logs", service, limit, severity, cancellationToken) is { } data
            ? [.. OtlpJson.ReadLogs(data).OrderByDescending(entry => entry.Time)]
            : [];

    /// <summary>The newest traces that a service took part in, newest first.</summary>
    /// <param name="service">The service; null for all.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<TraceEntry>> ReadTracesAsync(string? service, int limit, CancellationToken cancellationToken) =>
        await ReadAsync("traces", service, limit, severity: null, cancellationToken) is { } data
            ? [.. OtlpJson.ReadTraces(data, service).OrderByDescending(entry => entry.Time)]
            : [];

    // {"data":{"resourceLogs":[…]},"totalCount":13,"returnedCount":2}; null where the service has sent nothing yet
    private async Task<JsonElement?> ReadAsync(string signal, string? service, int limit, string? severity, CancellationToken cancellationToken)
    {
        var query = new QueryBuilder { { "limit", $"{limit}" } };
        if (severity is not null)
            query.Add("severity", severity);
        if (service is not null)
        {
            var replicas = await FindReplicasAsync(service, cancellationToken);
            if (replicas.Count == 0)
                return null;

            query.Add("resource", replicas);
        }

        using var response = await _http.GetAsync($"/api/telemetry/{signal}{query}", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("data");
    }

    // [{"name":"api","displayName":"api-ezttxouc",…}]: a service with several replicas is not found by its name
    private async Task<IReadOnlyList<string>> FindReplicasAsync(string service, CancellationToken cancellationToken)
    {
        var resources = await _http.GetFromJsonAsync<JsonElement>("/api/telemetry/resources", cancellationToken);

        return [.. from resource in resources.EnumerateArray()
                   where resource.GetProperty("name").GetString() == service
                   select resource.GetProperty("displayName").GetString()];
    }
}
