namespace Api.Aggregation;

/// <summary>Prometheus could not be asked, or told nothing of use.</summary>
/// <param name="message">Why, for whoever reads the endpoint: no addresses, nothing of the inside.</param>
/// <param name="innerException">What happened, for the log.</param>
internal sealed class UpstreamException(string message, Exception? innerException = null) : Exception(message, innerException);
