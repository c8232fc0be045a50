using System.ComponentModel.DataAnnotations;

namespace Api.Gateway.Keys;

/// <summary>A key that an account is to have.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Models">The models that it is good for; null for all.</param>
/// <param name="ExpiresAt">How long it is good; null for ever.</param>
/// <param name="RequestsPerMinute">Null where the plan of the account says it, and without a plan nobody.</param>
/// <param name="TokensPerMinute">As the requests.</param>
public sealed record CreateKeyRequest(
    [property: Required, StringLength(ApiKey.NameLength, MinimumLength = 1)] string Name,
    [property: MinLength(1), MaxLength(CreateKeyRequest.MostModels)] IReadOnlyList<string>? Models = null,
    DateTimeOffset? ExpiresAt = null,
    [property: Range(1, 1_000_000)] int? RequestsPerMinute = null,
    [property: Range(1, 1_000_000_000)] int? TokensPerMinute = null) : IValidatableObject
{
    /// <summary>Far more than anybody routes to.</summary>
    public const int MostModels = 50;

    private const int ModelLength = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Models?.Any(model => string.IsNullOrWhiteSpace(model) || model.Length > ModelLength) == true)
            yield return new($"The name of a model has 1 to {ModelLength} characters.", [nameof(Models)]);
    }
}

/// <summary>A key, as it is shown from then on.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">How it begins.</param>
/// <param name="Models">The models that it is good for; null for all.</param>
/// <param name="RequestsPerMinute">Null where the plan of the account says it, and without a plan nobody.</param>
/// <param name="TokensPerMinute">As the requests.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">How long it is good; null for ever.</param>
/// <param name="RevokedAt">Since when it is not good any more.</param>
internal sealed record ApiKeyResponse(
    Guid Id, string Name, string Prefix, IReadOnlyList<string>? Models, int? RequestsPerMinute, int? TokensPerMinute, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt);

/// <summary>A new key.</summary>
/// <param name="Key">What the client sends as its bearer token. Nobody is shown it again.</param>
/// <param name="Details">The rest.</param>
internal sealed record NewKeyResponse(string Key, ApiKeyResponse Details);
