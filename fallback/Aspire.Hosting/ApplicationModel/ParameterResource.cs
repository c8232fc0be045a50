namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside: from configuration (<c>Parameters:{name}</c>), else its default.</summary>
public class ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) :
    Resource(name), IValueProvider, IManifestExpressionProvider
{
    private readonly Lock _lock = new();
    private string? _value;

    internal bool Secret => secret;

    internal ParameterDefault? Default { get; init; }

    public string ValueExpression => $"{{{Name}.value}}";

    /// <exception cref="MissingParameterValueException">Neither configuration nor a default gives a value.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new(_value ??= callback(Default));
    }
}

/// <summary>Where a parameter's value comes from when configuration has none.</summary>
public abstract class ParameterDefault
{
    internal abstract string GetDefaultValue();
}
