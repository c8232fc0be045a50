using System.Net.NetworkInformation;
using System.Security.Cryptography;

namespace Hosting;

/// <summary>Ports for servers that no proxy of the engine stands in front of.</summary>
internal static class FreePort
{
    /// <summary>A TCP port that nothing listens on.</summary>
    /// <remarks>
    /// From below the range that operating systems hand out, so that no outgoing connection takes it before the server does;
    /// at random, so that applications built at the same time do not choose alike.
    /// </remarks>
    public static int Next()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        int port;
        do
            port = RandomNumberGenerator.GetInt32(15_000, 32_000);
        while (taken.Contains(port));

        return port;
    }
}
