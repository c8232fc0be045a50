namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address that the engine gave to an endpoint.</summary>
public class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
{
    public EndpointAnnotation Endpoint => endpoint;

    public string Address => address;

    public int Port => port;

    /// <summary>The port that the process listens on, as the engine's template: each replica gets its own.</summary>
    public string? TargetPortExpression => targetPortExpression;

    public string UriString => $"{endpoint.UriScheme}://{address}:{port}";
}
