using Api.Gateway.Credits;

namespace Api.Gateway.Keys;

/// <summary>What a client wants of the gateway.</summary>
/// <param name="Model">The public name of the model.</param>
/// <param name="InputTokens">Of the prompt, about.</param>
/// <param name="MaximumOutputTokens">As many as the answer can have.</param>
/// <param name="Price">The highest that a provider may ask who could be called.</param>
/// <param name="Longest">How long the call can go on, and the others that are made when it fails.</param>
internal sealed record Call(string Model, int InputTokens, int MaximumOutputTokens, Price Price, TimeSpan Longest);
