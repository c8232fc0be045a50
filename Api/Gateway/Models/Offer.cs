using Api.Gateway.Credits;
using Api.Gateway.Providers;

namespace Api.Gateway.Models;

/// <summary>A model as one provider has it.</summary>
/// <param name="Provider">Who has it.</param>
/// <param name="Model">What callers call it.</param>
/// <param name="Name">What the provider calls it.</param>
/// <param name="Price">What the provider asks.</param>
/// <param name="MaximumOutputTokens">How long an answer can be.</param>
internal sealed record Offer(Provider Provider, string Model, string Name, Price Price, int MaximumOutputTokens);
