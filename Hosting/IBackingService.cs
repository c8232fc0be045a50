namespace Hosting;

/// <summary>A service of the platform with an HTTP endpoint, run as a container or as a process.</summary>
/// <remarks>The connection string is the address that clients send to: the endpoint's URL unless the service says otherwise.</remarks>
public interface IBackingService :
    IResourceWithArgs, IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithWaitSupport, IResourceWithConnectionString
{
    /// <summary>The endpoint that people and queries use; its name is <c>http</c>.</summary>
    EndpointReference HttpEndpoint => this.GetEndpoint("http");

    ReferenceExpression IResourceWithConnectionString.ConnectionStringExpression => ReferenceExpression.Create($"{HttpEndpoint}");
}
