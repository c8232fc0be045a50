using System.Net;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>Who may scrape where Metrics:BearerToken is set.</summary>
public sealed class ScrapeTokenTests
{
    private const string Token = "AbC-123.x_~+/=";

    [Theory]
    [InlineData(HttpStatusCode.OK, "Bearer " + Token)]
    [InlineData(HttpStatusCode.OK, "bearer   " + Token + " ")]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Unauthorized, "")]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer")]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer ")]
    [InlineData(HttpStatusCode.Unauthorized, Token)]
    [InlineData(HttpStatusCode.Unauthorized, "Basic " + Token)]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer abc-123.x_~+/=")]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer AbC-123.x_~+/")]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer " + Token + "=")]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer " + Token + " " + Token)]
    [InlineData(HttpStatusCode.Unauthorized, "Bearer " + Token, "Bearer other")]
    public async Task Token_IsAskedFor_OfScrapesAlone(HttpStatusCode expected, params string[] authorization)
    {
        await using var service = await SmallService.StartAsync(_ => { }, ("Metrics:BearerToken", Token));
        using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        scrape.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await service.Client.SendAsync(scrape);
        using var health = await service.Client.GetAsync("/health");

        var isRefused = expected == HttpStatusCode.Unauthorized;
        Assert.Equal((expected, isRefused ? "Bearer" : "", HttpStatusCode.OK), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString(), health.StatusCode));
        Assert.Equal(isRefused, (await answer.Content.ReadAsStringAsync()).Length == 0);
    }

    [Fact]
    public async Task Token_LongerThanAnyHeader_IsJustWrong()
    {
        await using var service = await SmallService.StartAsync(_ => { }, ("Metrics:BearerToken", Token));
        using var scrape = new HttpRequestMessage(HttpMethod.Head, "/metrics");
        scrape.Headers.Authorization = new("Bearer", new string('A', 20_000));

        using var answer = await service.Client.SendAsync(scrape);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
