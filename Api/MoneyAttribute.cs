using System.ComponentModel.DataAnnotations;

namespace Api;

/// <summary>On a field that is an amount of money.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MoneyAttribute() : ValidationAttribute(Money.Rule)
{
    public override bool IsValid(object? value) => value is null || (value is decimal amount && Money.IsAmount(amount));
}
