namespace SimulatedProviders;

/// <summary>How a request ended.</summary>
internal enum CallOutcome
{
    /// <summary>With what it asked for.</summary>
    Answered,

    /// <summary>With an error, or the provider cut the connection.</summary>
    Failed,

    /// <summary>Its client went away before.</summary>
    AbortedByClient,
}
