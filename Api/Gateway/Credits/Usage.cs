namespace Api.Gateway.Credits;

/// <summary>What a call has used.</summary>
/// <param name="Model">The public name of the model.</param>
/// <param name="Provider">Who answered.</param>
/// <param name="InputTokens">Of the prompt.</param>
/// <param name="OutputTokens">Of the answer.</param>
/// <param name="Price">What this provider asks.</param>
internal sealed record Usage(string Model, string Provider, int InputTokens, int OutputTokens, Price Price)
{
    public decimal Cost => Price.Of(InputTokens, OutputTokens);
}
