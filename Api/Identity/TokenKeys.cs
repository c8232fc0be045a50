using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Api.Identity;

/// <summary>The keys that tokens are encrypted with. They lie in the database: a token from one replica is good at the others, and after a restart.</summary>
internal static class TokenKeys
{
    /// <summary>Call it after whatever else adds data protection, such as authentication.</summary>
    public static void AddTokenKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("observable-backend");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = ActivatorUtilities.CreateInstance<DatabaseKeyRepository>(services)));

        // The framework loads the keys while the host starts, when the database may not be there; DatabaseMigrator loads them when it is.
        var loader = builder.Services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService");
        builder.Services.Remove(loader);
    }
}
