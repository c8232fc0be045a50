using Api.Caching;

namespace Api.Families;

/// <summary>A family in the cache.</summary>
internal sealed record CachedFamily(FamilyResponse Family) : ICached
{
    private const int Fixed = 300;
    private const int PerMember = 150;

    // Two bytes a character.
    public int Bytes => Fixed + (2 * Family.Name.Length) + Family.Members.Sum(member => PerMember + (2 * member.Name.Length));
}
