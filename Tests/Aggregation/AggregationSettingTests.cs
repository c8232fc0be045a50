using System.Net;
using Api.Aggregation;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Aggregation;

/// <summary>Where Prometheus is said to be, and who may read.</summary>
public sealed class AggregationSettingTests
{
    private const string Token = "AbC-123.x_~+/=";

    [Theory]
    [InlineData("PROMETHEUS_URL", "prometheus:9090")]
    [InlineData("PROMETHEUS_URL", "/prometheus")]
    [InlineData("ConnectionStrings:prometheus", "ftp://prometheus")]
    public async Task Address_ThatIsNone_EndsTheStartAndIsNamed(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AggregationHost.StartAsync(time: null, (key, value)));

        Assert.Equal($"{key} is '{value}'. Give it as a URL with scheme, such as http://localhost:9090, or remove it to do without.", failure.Message);
    }

    [Theory]
    [InlineData(1, 0, "PROMETHEUS_URL", "ConnectionStrings:prometheus")]
    [InlineData(1, 0, "PROMETHEUS_URL")]
    [InlineData(0, 1, "ConnectionStrings:prometheus")]
    public async Task Address_OfTheVariable_WinsOverTheReference(int first, int second, params string[] keys)
    {
        await using var server = new FaultyServer(answer: null);
        await using var variable = await PrometheusGate.StartAsync(new Uri(server.Url));
        await using var reference = await PrometheusGate.StartAsync(new Uri(server.Url));
        variable.Spoil(int.MaxValue);
        reference.Spoil(int.MaxValue);
        await using var service = await AggregationHost.StartAsync(
            time: null, [.. keys.Select(key => (key, (key == "PROMETHEUS_URL" ? variable : reference).Address.OriginalString))]);

        await Eventually.PassesAsync(
            async () =>
            {
                await service.ReadSummaryAsync();
                Assert.NotEqual(0, variable.Queries + reference.Queries);
            },
            TimeSpan.FromSeconds(60));

        Assert.Equal((first == 1, second == 1), (variable.Queries > 0, reference.Queries > 0));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "Bearer " + Token)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer " + Token + "x")]
    [InlineData(HttpStatusCode.Unauthorized, "Basic " + Token)]
    public async Task Token_Set_IsAskedForByEachEndpoint(HttpStatusCode expected, params string[] authorization)
    {
        await using var service = await AggregationHost.StartAsync(time: null, (AggregationModule.TokenKey, Token));

        foreach (var endpoint in (AggregationEndpoint[])[AggregationEndpoint.Summary, .. AggregationEndpoint.OfText, AggregationEndpoint.Docs])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/prometheus/metrics/{endpoint.Name}");
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await service.Client.SendAsync(request);

            var isRefused = expected == HttpStatusCode.Unauthorized;
            Assert.Equal((expected, isRefused ? "Bearer" : ""), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString()));
            Assert.Equal(isRefused, (await answer.Content.ReadAsStringAsync()).Contains(AggregationModule.TokenKey, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Token_ThatNoHeaderCanHold_EndsTheStartAndIsNotShown()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AggregationHost.StartAsync(time: null, (AggregationModule.TokenKey, "s3cret and more")));

        Assert.StartsWith(AggregationModule.TokenKey, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The whole Api, whose users' tokens lie in a database: the endpoints need neither.</summary>
    [Fact]
    public async Task Token_OfTheEndpoints_IsTakenWhileThereIsNoDatabase()
    {
        await using var api = ApiHost.Start("Host=/nowhere;Username=nobody;Database=none", [(AggregationModule.TokenKey, Token)]);
        using var client = api.CreateClient();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Token}");

        using var answer = await client.GetAsync("/prometheus/metrics/summary");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
