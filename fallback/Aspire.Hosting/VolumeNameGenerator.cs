using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Names volumes so that two checkouts of one application do not share them.</summary>
public static class VolumeNameGenerator
{
    /// <returns><c>{application}-{hash of its folder}-{resource}-{suffix}</c>, in lower case.</returns>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix)
        where T : IResource
    {
        var application = builder.ApplicationBuilder;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(application.AppHostDirectory)))[..10];

        return $"{application.Environment.ApplicationName}-{hash}-{builder.Resource.Name}-{suffix}".ToLowerInvariant();
    }
}
