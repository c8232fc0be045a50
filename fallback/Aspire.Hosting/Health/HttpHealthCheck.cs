using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>Healthy when a GET gives the wanted status.</summary>
internal sealed class HttpHealthCheck(EndpointAnnotation endpoint, string path, int statusCode) : IHealthCheck
{
    // The engine's proxy holds a connection while nothing listens behind it, so that waiting longer tells nothing.
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(3) };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (endpoint.AllocatedEndpoint is not { } address)
            return HealthCheckResult.Unhealthy("It has no address yet.");

        var url = $"{address.UriString}{path}";
        try
        {
            using var response = await Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"GET {url} gave {(int)response.StatusCode}, not {statusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return HealthCheckResult.Unhealthy($"GET {url}: {exception.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"GET {url} gave no answer in {Client.Timeout.TotalSeconds:0} s.");
        }
    }
}
