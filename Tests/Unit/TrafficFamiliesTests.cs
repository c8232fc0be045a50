using Traffic;

namespace Tests.Unit;

/// <summary>Which families visitors come home to.</summary>
public sealed class TrafficFamiliesTests
{
    private readonly Families _families = new();

    [Fact]
    public void Family_ThatIsVisited_IsNobodyElsesMeanwhile()
    {
        _families.Add(NewFamily(1));

        var visited = _families.Take(0.5)!;

        Assert.Equal("1", visited.Id);
        Assert.Null(_families.Take(0.5));
        _families.Add(visited);
        Assert.Same(visited, _families.Take(0.999));
    }

    [Fact]
    public void Families_MoreThanTheirCapacity_AreThoseVisitedLast()
    {
        for (var i = 0; i < Families.Capacity; i++)
            _families.Add(NewFamily(i));
        _families.Add(_families.Take(0)!);

        _families.Add(NewFamily(Families.Capacity));

        Assert.Equal([.. Enumerable.Range(2, Families.Capacity - 2), 0, Families.Capacity], TakeAll());
    }

    [Fact]
    public void Family_InWhichSomethingWaitsForAParent_IsKeptBeforeOthers()
    {
        var waiting = NewFamily(0);
        waiting.AwaitsApproval = true;
        _families.Add(waiting);
        for (var i = 1; i <= Families.Capacity; i++)
            _families.Add(NewFamily(i));

        Assert.Equal([0, .. Enumerable.Range(2, Families.Capacity - 1)], TakeAll());
    }

    [Fact]
    public void Families_InAllOfWhichSomethingWaits_AreStillOnlySoMany()
    {
        for (var i = 0; i < 2 * Families.Capacity; i++)
        {
            var family = NewFamily(i);
            family.AwaitsApproval = true;
            _families.Add(family);
        }

        Assert.Equal(Enumerable.Range(Families.Capacity, Families.Capacity), TakeAll());
    }

    private static Family NewFamily(int id) => new($"{id}", [], []);

    /// <summary>Their ids, in their order.</summary>
    private List<int> TakeAll()
    {
        var ids = new List<int>();
        while (ids.Count <= Families.Capacity && _families.Take(0) is { } family)
            ids.Add(int.Parse(family.Id, null));
        return ids;
    }
}
