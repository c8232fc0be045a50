using Api.Caching;

namespace Api.Statistics;

/// <summary>The statistics of a family in the cache.</summary>
internal sealed record CachedStatistics(FamilyStatistics Family) : ICached
{
    private const int Fixed = 300;
    private const int PerChild = 250;

    // Two bytes a character.
    public int Bytes => Fixed + Family.Children.Sum(child => PerChild + (2 * child.Name.Length));
}
