using System.Net.Http.Json;
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

    /// <param name="signal">traces or logs.</param>
    /// <returns>Everything of that kind, as one text to search in.</returns>
    public async Task<string> ReadTelemetryAsync(string signal) =>
        (await _http.GetFromJsonAsync<JsonElement>($"/api/telemetry/{signal}")).GetRawText();

    public void Dispose() => _http.Dispose();
}
