using System.Runtime.InteropServices;

namespace Api.Gateway.Providers;

/// <summary>What is known of a provider at a moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Health">How it was in the last minute.</param>
/// <param name="RemainingRequests">How many it still takes; null when it has not told.</param>
/// <param name="RemainingTokens">How many it still takes; null when it has not told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProviderReport(string Name, HealthReport Health, long? RemainingRequests, long? RemainingTokens);
