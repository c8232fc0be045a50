using System.Runtime.InteropServices;

namespace Api.Gateway.Providers;

/// <summary>How a provider was in the last minute.</summary>
/// <param name="State">What follows of the rest.</param>
/// <param name="Score">0 to 100; the formula stands at <see cref="ProviderHealth"/>.</param>
/// <param name="ErrorRate">The share of calls that failed, 0 to 1.</param>
/// <param name="ResponseTime">The mean time until an answer began; 0 when there was none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HealthReport(ProviderState State, double Score, double ErrorRate, TimeSpan ResponseTime);
