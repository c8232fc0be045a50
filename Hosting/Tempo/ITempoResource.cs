namespace Hosting;

/// <summary>Grafana Tempo, the store of traces.</summary>
/// <remarks>The connection string is where OTLP over HTTP goes; clients append <c>/v1/traces</c>.</remarks>
public interface ITempoResource : IBackingService
{
    /// <summary>The endpoint that receives traces; its name is <c>otlp</c>.</summary>
    EndpointReference OtlpEndpoint => this.GetEndpoint("otlp");

    ReferenceExpression IResourceWithConnectionString.ConnectionStringExpression => ReferenceExpression.Create($"{OtlpEndpoint}");
}
