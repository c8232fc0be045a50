using System.Net;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Support;

/// <summary>Reads what the Aspire dashboard has received, as OTLP JSON.</summary>
internal sealed class DashboardClient : IDisposable
{
    public const string ResourceName = "aspire-dashboard";

    private readonly HttpClient _http;

    public DashboardClient(DistributedApplication app)
    {
        var configuration = app.Services.GetRequiredService<IConfiguration>();

        Address = app.GetEndpoint(ResourceName, "http");
        LoginUrl = new Uri(Address, $"/login?t={configuration["AppHost:BrowserToken"]}");
        _http = new HttpClient { BaseAddress = Address };
        _http.DefaultRequestHeaders.Add("x-api-key", configuration["AppHost:DashboardApiKey"]);
    }

    public Uri Address { get; }

    /// <summary>The address that signs a browser in.</summary>
    public Uri LoginUrl { get; }

    /// <param name="path">Of its telemetry, such as <c>traces/ID</c> or <c>logs?traceId=ID</c>.</param>
    /// <returns>OTLP as JSON; null where there is nothing of the kind.</returns>
    public async Task<JsonElement?> ReadAsync(string path)
    {
        using var response = await _http.GetAsync($"/api/telemetry/{path}");
        return response.StatusCode == HttpStatusCode.NotFound ? null : (await response.ReadJsonAsync()).GetProperty("data");
    }

    public void Dispose() => _http.Dispose();
}
