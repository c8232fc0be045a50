using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Where health and metrics answer.</summary>
public sealed class ManagementPortTests
{
    private static readonly string[] Paths = ["/health", "/alive", "/metrics", "/metrics/custom"];

    [Fact]
    public async Task Endpoints_WithAPortOfTheirOwn_AnswerThereOnly()
    {
        var port = FreePort();
        await using var service = await SmallService.StartAsync(app => app.MapGet("/there", () => "there"), ("Management:Port", $"{port}"));
        using var management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        foreach (var path in Paths)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(management, path));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Client, path));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Client, path, host: $"127.0.0.1:{port}"));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Client, "/there"));
    }

    [Fact]
    public async Task Endpoints_ByDefault_AnswerOnTheServicesPort()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        foreach (var path in Paths)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Client, path));
        Assert.Single(service.Addresses);
    }

    [Fact]
    public async Task Port_AmongTheServicesAddressesAlready_IsTakenAsItIs()
    {
        var port = FreePort();
        await using var service = await SmallService.StartAsync(_ => { }, ("Management:Port", $"{port}"), ("urls", $"http://127.0.0.1:0;http://127.0.0.1:{port}"));

        Assert.Equal(2, service.Addresses.Count);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Client, "/health"));
    }

    [Fact]
    public async Task Start_KestrelsEndpointsAreConfigured_NamesTheMissingOne()
    {
        var port = FreePort();

        var failure = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => SmallService.StartAsync(
            _ => { }, ("Management:Port", $"{port}"), ("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0")));

        Assert.Contains($"Kestrel:Endpoints:Management:Url = http://*:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KestrelsEndpointsHaveThePort_Works()
    {
        var port = FreePort();
        await using var service = await SmallService.StartAsync(
            _ => { },
            ("Management:Port", $"{port}"), ("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0"), ("Kestrel:Endpoints:Management:Url", $"http://127.0.0.1:{port}"));
        using var management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(management, "/health"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("management")]
    public async Task Start_ThePortIsNone_SaysWhatItMayBe(string port)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallService.StartAsync(_ => { }, ("Management:Port", port)));

        Assert.Contains($"Management:Port is '{port}'. Set it to a port from 1 to 65535", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
