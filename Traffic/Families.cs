namespace Traffic;

/// <summary>
/// The families that nobody is visiting. A visitor has one for himself: two in the same would be in each other's way, and which of them gets a 409 would be chance.
/// Only so many are come back to: the traffic may run for weeks.
/// </summary>
internal sealed class Families
{
    public const int Capacity = 30;

    private readonly Lock _lock = new();
    private readonly List<Family> _free = new(Capacity + 1);

    public int Count
    {
        get
        {
            lock (_lock)
                return _free.Count;
        }
    }

    /// <summary>Takes the family at a place among all; null when there is none.</summary>
    /// <param name="place">From 0 to below 1.</param>
    public Family? Take(double place)
    {
        lock (_lock)
        {
            if (_free.Count == 0)
                return null;

            var family = _free[(int)(place * _free.Count)];
            _free.Remove(family);
            return family;
        }
    }

    /// <summary>
    /// Lets others visit it. When there are too many, one is forgotten whom nobody has visited for long; rather one in which nothing waits for a parent: it would wait for ever.
    /// </summary>
    public void Add(Family family)
    {
        lock (_lock)
        {
            _free.Add(family);
            if (_free.Count > Capacity)
                _free.Remove(_free.Find(each => !each.AwaitsApproval) ?? _free[0]);
        }
    }
}
