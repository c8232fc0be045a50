namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose value is known only when the application runs: an address, a secret, a connection string.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Something that a deployment manifest can name without knowing its value.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>Such as <c>{api.bindings.http.url}</c>.</summary>
    string ValueExpression { get; }
}
