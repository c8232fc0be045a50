namespace SimulatedProviders;

/// <summary>What came to a provider since its start or its last reset. A request is counted before the last byte of its answer leaves.</summary>
/// <param name="Requests">All that came.</param>
/// <param name="Answered">Those that got what they asked for, to the last byte.</param>
/// <param name="Failed">Those that got an error, or whose connection the provider cut.</param>
/// <param name="AbortedByClient">Those whose client went away before.</param>
/// <param name="Streamed">Those to which a stream began, however it ended.</param>
internal sealed record ProviderCounts(long Requests, long Answered, long Failed, long AbortedByClient, long Streamed)
{
    /// <summary>Those that have not ended; each holds a connection.</summary>
    public long Open => Requests - Answered - Failed - AbortedByClient;
}
