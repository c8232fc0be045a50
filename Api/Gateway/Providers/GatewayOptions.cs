using System.ComponentModel.DataAnnotations;

namespace Api.Gateway.Providers;

/// <summary>What the configuration says of providers.</summary>
/// <param name="Providers">By name. The names and those of the models become values of labels.</param>
internal sealed record GatewayOptions(IReadOnlyDictionary<string, ProviderSettings> Providers)
{
    private const string Section = "Gateway:Providers";

    /// <exception cref="InvalidOperationException">A setting makes no sense; the message says which, and what would.</exception>
    public static GatewayOptions From(IConfiguration configuration)
    {
        var providers = configuration.GetSection(Section).Get<Dictionary<string, ProviderSettings>>(binder => binder.ErrorOnUnknownConfiguration = true) ?? [];
        foreach (var (name, provider) in providers)
        {
            Validate($"{Section}:{name}", provider);
            if (!provider.BaseAddress!.IsAbsoluteUri || provider.BaseAddress.Scheme is not ("http" or "https"))
                throw new InvalidOperationException($"{Section}:{name}:{nameof(provider.BaseAddress)} is '{provider.BaseAddress}'. Give it as a URL with scheme, such as https://api.openai.com/v1.");
            if (provider.Models.Count == 0)
                throw new InvalidOperationException($"{Section}:{name} has no models. Name one: {Section}:{name}:Models:MODEL:OutputPrice.");
            foreach (var (model, settings) in provider.Models)
                Validate($"{Section}:{name}:Models:{model}", settings);
        }

        return new(providers);
    }

    private static void Validate(string path, object settings)
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new(settings), errors, validateAllProperties: true))
            throw new InvalidOperationException($"{path}: {string.Join(' ', errors.Select(error => error.ErrorMessage))}");
    }
}
