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
        var answer = await http.GetFromJsonAsync<JsonElement>($"/api/v1/query?query={Uri.EscapeDataString(query)}");

        return [.. from series in answer.GetProperty("data").GetProperty("result").EnumerateArray()
                   select double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)];
    }

    /// <summary>The one value that a query gives.</summary>
    public async Task<double> QueryOneAsync(string query) => Assert.Single(await QueryAsync(query));

    public void Dispose() => http.Dispose();
}
