using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Management;

/// <summary>Has the server listen on one port more, on the interface of its first address. The host has chosen the others by now, and binds none before this.</summary>
internal sealed class ManagementAddress(int port) : IStartupFilter
{
    // Kestrel's, which counts only where no address is set: ours must not displace it.
    private const string DefaultAddress = "http://localhost:5000";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (app.ServerFeatures.Get<IServerAddressesFeature>()?.Addresses is { IsReadOnly: false } addresses)
            Add(addresses);
        next(app);
    };

    private void Add(ICollection<string> addresses)
    {
        if (addresses.Count == 0)
            addresses.Add(DefaultAddress);

        List<BindingAddress> present = [.. addresses.Select(BindingAddress.Parse)];
        if (!present.Exists(address => address.Port == port))
            addresses.Add($"http://{present.Find(address => !address.IsUnixPipe && !address.IsNamedPipe)?.Host ?? "localhost"}:{port}");
    }
}
