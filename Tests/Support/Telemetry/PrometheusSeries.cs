using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Support.Telemetry;

/// <summary>Metrics in Prometheus.</summary>
internal sealed class PrometheusSeries(HttpClient http, TimeSpan deadline) : SeriesSource("Prometheus", deadline)
{
    protected override async Task<IReadOnlyList<Sample>> ReadAsync(string metric)
    {
        var data = await GetAsync($"query?query={Uri.EscapeDataString(metric)}");
        return [.. data.GetProperty("result").EnumerateArray().Select(series => new Sample(metric, Labels(series), Value(series)))];
    }

    protected override async Task<IReadOnlyList<string>> ReadNamesAsync() => [.. (await GetAsync("label/__name__/values")).EnumerateArray().Select(name => name.GetString()!)];

    private async Task<JsonElement> GetAsync(string path) => (await http.GetFromJsonAsync<JsonElement>($"/api/v1/{path}")).GetProperty("data");

    private static Dictionary<string, string> Labels(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().Where(label => label.Name != "__name__").ToDictionary(label => label.Name, label => label.Value.GetString()!);

    private static double Value(JsonElement series) => double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
}
