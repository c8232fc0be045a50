using System.Net;

namespace Aspire.Hosting.Dcp;

/// <summary>The engine refused a request.</summary>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="message">The request and the engine's reason.</param>
internal sealed class DcpException(HttpStatusCode statusCode, string message) : Exception(message)
{
    public HttpStatusCode StatusCode { get; } = statusCode;
}
