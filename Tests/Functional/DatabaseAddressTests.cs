using System.Net;
using System.Net.Sockets;
using System.Text;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The ways to tell the Api where its database is.</summary>
public sealed class DatabaseAddressTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Url_InPlaceOfAConnectionString_LeadsToTheDatabase()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();

        await using var api = ApiHost.Start("", [("DATABASE_URL", $"postgresql://ada%40home:secret@127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/house%20hold?sslmode=disable")]);

        // The first message of a client: a length, the version of the protocol, and names with their values.
        using var client = await server.AcceptTcpClientAsync(deadline.Token);
        var message = new byte[1024];
        var length = await client.GetStream().ReadAtLeastAsync(message, sizeof(int), throwOnEndOfStream: true, deadline.Token);
        var text = Encoding.UTF8.GetString(message, 0, length);
        Assert.Contains("user\0ada@home\0", text, StringComparison.Ordinal);
        Assert.Contains("database\0house hold\0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Url_BesideAConnectionString_IsNotRead()
    {
        await using var api = ApiHost.Start("Host=127.0.0.1;Port=1;Username=postgres;Database=db", [("DATABASE_URL", "nonsense")]);
    }

    [Fact]
    public void Url_Malformed_StopsTheApiAndSaysWhatOneLooksLike()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => ApiHost.Start("", [("DATABASE_URL", "nonsense")]));

        Assert.Contains("DATABASE_URL is not of the form", exception.Message, StringComparison.Ordinal);
    }
}
