namespace SimulatedProviders;

/// <summary>How a provider fails every request, until it is told to stop.</summary>
internal enum Outage
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>503 at once.</summary>
    Refuse,

    /// <summary>The request is taken and never answered.</summary>
    Hang,

    /// <summary>The connection is cut before an answer.</summary>
    Reset,

    /// <summary>The connection is cut in the middle of a stream. Plain answers come whole.</summary>
    Break,

    /// <summary>A stream falls silent in its middle and stays open. Plain answers come whole.</summary>
    Stall,
}
