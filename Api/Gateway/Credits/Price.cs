namespace Api.Gateway.Credits;

/// <summary>What a provider asks for a model.</summary>
/// <param name="Input">Credits for 1000 tokens of a prompt.</param>
/// <param name="Output">Credits for 1000 tokens of an answer.</param>
internal readonly record struct Price(decimal Input, decimal Output)
{
    /// <summary>What a call costs, rounded up to the last digit that is stored.</summary>
    public decimal Of(int inputTokens, int outputTokens) => CreditAmount.RoundUp(((Input * inputTokens) + (Output * outputTokens)) / 1000);
}
