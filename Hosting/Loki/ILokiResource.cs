namespace Hosting;

/// <summary>Grafana Loki, the store of logs.</summary>
/// <remarks>The connection string is where OTLP over HTTP goes; clients append <c>/v1/logs</c>.</remarks>
public interface ILokiResource : IBackingService
{
    ReferenceExpression IResourceWithConnectionString.ConnectionStringExpression => ReferenceExpression.Create($"{HttpEndpoint}/otlp");
}
