namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address that the engine gave to an endpoint.</summary>
public class AllocatedEndpoint
{
    private readonly EndpointAnnotation _endpoint;

    internal AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string targetPortExpression) =>
        (_endpoint, Address, Port, TargetPortExpression) = (endpoint, address, port, targetPortExpression);

    /// <summary>The port that the process listens on, as the engine's template: each replica gets its own.</summary>
    internal string TargetPortExpression { get; }

    public string UriString => $"{_endpoint.UriScheme}://{Address}:{Port}";

    internal string Address { get; }

    internal int Port { get; }
}
