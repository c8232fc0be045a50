namespace SimulatedProviders;

/// <summary>What a provider is told to be, and what it has done.</summary>
/// <param name="Settings">What it is told.</param>
/// <param name="Counts">What it has done.</param>
internal sealed record ProviderState(ProviderSettings Settings, ProviderCounts Counts);
