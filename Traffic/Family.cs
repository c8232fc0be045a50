namespace Traffic;

/// <summary>A family that the API knows.</summary>
/// <param name="Id">What the API calls it.</param>
/// <param name="Parents">Two.</param>
/// <param name="Children">Two.</param>
internal sealed record Family(string Id, IReadOnlyList<Account> Parents, IReadOnlyList<Account> Children)
{
    /// <summary>Whether a child completed something that no parent has looked at, as far as visitors know.</summary>
    public bool AwaitsApproval { get; set; }
}
