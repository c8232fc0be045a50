namespace Api.Gateway.Providers;

/// <summary>How a provider is.</summary>
internal enum ProviderState
{
    /// <summary>It is asked first.</summary>
    Healthy,

    /// <summary>It fails or is slow more often than it should: it is asked when no healthy one is left.</summary>
    Degraded,

    /// <summary>Its circuit is open: it is asked for a sign of life now and then, and by callers when there is nobody else.</summary>
    Down,
}
