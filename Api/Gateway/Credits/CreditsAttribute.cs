using System.ComponentModel.DataAnnotations;

namespace Api.Gateway.Credits;

/// <summary>On a field that is an amount of credits to grant.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CreditsAttribute() : ValidationAttribute(CreditAmount.Rule)
{
    public override bool IsValid(object? value) => value is decimal amount && CreditAmount.IsGrant(amount);
}
