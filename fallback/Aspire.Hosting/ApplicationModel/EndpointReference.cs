namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource, by name: its address is known once the engine has allocated it.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IValueProvider, IManifestExpressionProvider
{
    internal IResourceWithEndpoints Resource => owner;

    internal string EndpointName => endpointName;

    internal EndpointAnnotation EndpointAnnotation => Find() ?? throw new InvalidOperationException(
        $"The resource '{owner.Name}' has no endpoint named '{endpointName}'. Add it with WithEndpoint or WithHttpEndpoint.");

    public int Port => Allocated.Port;

    internal string Url => Allocated.UriString;

    public string ValueExpression => $"{{{owner.Name}.bindings.{endpointName}.url}}";

    private AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint ?? throw new InvalidOperationException(
        $"The endpoint '{endpointName}' of '{owner.Name}' has no address yet: it is given when the application starts.");

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    private EndpointAnnotation? Find() => owner.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(endpoint => string.Equals(endpoint.Name, endpointName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One part of an endpoint's address.</summary>
public class EndpointReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private readonly EndpointReference _endpointReference;
    private readonly EndpointProperty _property;

    internal EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) =>
        (_endpointReference, _property) = (endpointReference, property);

    public string ValueExpression =>
        $"{{{_endpointReference.Resource.Name}.bindings.{_endpointReference.EndpointName}.{_property.ToString().ToLowerInvariant()}}}";

    /// <summary>Waits until the endpoint has an address. A target port comes as the engine's template, which the engine fills for each replica.</summary>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var endpoint = _endpointReference.EndpointAnnotation;
        if (_property == EndpointProperty.Scheme)
            return endpoint.UriScheme;

        var allocated = await endpoint.WaitUntilAllocatedAsync(cancellationToken);
        return _property switch
        {
            EndpointProperty.Url => allocated.UriString,
            EndpointProperty.Host => allocated.Address,
            EndpointProperty.Port => $"{allocated.Port}",
            EndpointProperty.TargetPort => allocated.TargetPortExpression,
            EndpointProperty.HostAndPort => $"{allocated.Address}:{allocated.Port}",
            _ => throw new InvalidOperationException($"There is no endpoint property '{_property}'."),
        };
    }
}

/// <summary>The parts of an endpoint's address; the numbers are the official ones.</summary>
public enum EndpointProperty
{
    Url = 0,
    Host = 1,
    Port = 3,
    Scheme = 4,
    TargetPort = 5,
    HostAndPort = 6,
}
