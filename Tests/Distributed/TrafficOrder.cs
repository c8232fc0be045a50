using Tests.Distributed;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Tests.Distributed." + nameof(TrafficOrder), "Tests")]

namespace Tests.Distributed;

/// <summary>
/// What looks at an application in use comes last, and the application starts first: by then there is something of everything, down to chores that come back after
/// their cool-down, and nothing has to be waited for. The rest is in an order of chance, which spreads out what starts whole applications.
/// </summary>
public sealed class TrafficOrder : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
    {
        var ordered = testCollections.OrderBy(collection => collection.DisplayName == TrafficDefinition.Name ? 1 : 0).ToList();
        if (ordered.Count > 1 && ordered[^1].DisplayName == TrafficDefinition.Name)
            TrafficFixture.StartEarly();
        return ordered;
    }
}
