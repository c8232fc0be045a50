namespace Traffic;

/// <summary>The customers of the AI gateway, by the keys that they come back with. Only so many: the traffic may run for weeks.</summary>
/// <param name="administratorKey">What opens accounts, from <c>Gateway:AdministratorKey</c>.</param>
internal sealed class Customers(string? administratorKey)
{
    public const int Capacity = 50;

    private readonly Lock _lock = new();
    private readonly Queue<string> _keys = new(Capacity + 1);

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string AdministratorKey => administratorKey ?? throw new InvalidOperationException("Gateway:AdministratorKey is not set. Give it the key that the API has there.");

    /// <summary>Remembers one. When there are too many, the oldest is forgotten.</summary>
    public void Add(string key)
    {
        lock (_lock)
        {
            _keys.Enqueue(key);
            if (_keys.Count > Capacity)
                _keys.Dequeue();
        }
    }

    /// <summary>The key at a place among all; null while there is none.</summary>
    /// <param name="place">From 0 to below 1.</param>
    public string? At(double place)
    {
        lock (_lock)
            return _keys.Count == 0 ? null : _keys.ElementAt((int)(place * _keys.Count));
    }
}
