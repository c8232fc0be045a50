using System.Net.Sockets;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Calls to other services, under the names that seeds and dashboards know. HttpClient's meter is one for the process: the address is the test's own.</summary>
public sealed class CalledServiceTests
{
    [Fact]
    public async Task Calls_ToAnotherService_AreToldByItsAddressAndHowTheyEnded()
    {
        await using var service = await SmallService.StartAsync(_ => { });
        var address = $"{Guid.NewGuid():N}.example";
        using var client = ClientOf(service.Addresses[0].Port);
        using var gone = ClientOf(port: 1);

        (await client.GetAsync($"http://{address}/alive")).Dispose();
        (await client.GetAsync($"http://{address}/alive")).Dispose();
        (await client.GetAsync($"http://{address}/nowhere")).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => gone.GetAsync($"http://{address}/alive"));

        var text = await service.ScrapeAsync();
        Assert.Equal(2, ScrapedText.Value(text, $$"""external_api_requests_total{service="{{address}}",status="200"}"""));
        Assert.Equal(1, ScrapedText.Value(text, $$"""external_api_requests_total{service="{{address}}",status="404"}"""));
        Assert.Equal(1, ScrapedText.Value(text, $$"""external_api_requests_total{service="{{address}}",status="error"}"""));
        Assert.Equal(4, ScrapedText.Value(text, $$"""external_api_duration_seconds_count{service="{{address}}"}"""));
    }

    // Whatever the address says, it connects to this port.
    private static HttpClient ClientOf(int port) => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
