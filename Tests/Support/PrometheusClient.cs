using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Support;

/// <summary>Asks a real Prometheus.</summary>
internal sealed class PrometheusClient(HttpClient http) : IDisposable
{
    /// <summary>The value of each series that an instant query gives.</summary>
    public async Task<IReadOnlyList<double>> QueryAsync(string query)
    {
        var data = await GetAsync($"query?query={Uri.EscapeDataString(query)}");

        return [.. from series in data.GetProperty("result").EnumerateArray()
                   select double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)];
    }

    /// <summary>The one value that a query gives.</summary>
    public async Task<double> QueryOneAsync(string query) => Assert.Single(await QueryAsync(query));

    /// <summary>The data that a path of the API gives.</summary>
    public async Task<JsonElement> GetAsync(string path) => (await http.GetFromJsonAsync<JsonElement>($"/api/v1/{path}")).GetProperty("data");

    public void Dispose() => http.Dispose();
}
