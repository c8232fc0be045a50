using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Parameters;

namespace Aspire.Hosting;

/// <summary>Values from outside.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter that configuration (<c>Parameters:{name}</c>) must give.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        bool secret = false) => builder.AddResource(Create(builder, name, secret, whenMissing: null));

    /// <summary>A secret that is generated once and kept in the user secrets, unless configuration gives it. It is not yet part of the model.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name) =>
        Create(builder, name, secret: true, new GeneratedPassword());

    private static ParameterResource Create(IDistributedApplicationBuilder builder, string name, bool secret, ParameterDefault? whenMissing)
    {
        var key = $"Parameters:{name}";
        var secrets = new UserSecrets(builder.AppHostAssembly);

        return new ParameterResource(name, GetValue, secret) { Default = whenMissing };

        string GetValue(ParameterDefault? fallback) => builder.Configuration[key] switch
        {
            { } configured => configured,
            null when fallback is not null => secrets.GetOrCreate(key, fallback.GetDefaultValue),
            null => throw new MissingParameterValueException(
                $"The parameter '{name}' has no value. Set it: dotnet user-secrets set {key} <value> --project AppHost, or the environment variable Parameters__{name}."),
        };
    }
}
