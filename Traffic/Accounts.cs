namespace Traffic;

/// <summary>The accounts that were made, to come back to. Only so many: the traffic may run for weeks.</summary>
internal sealed class Accounts
{
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly List<Account> _known = new(Capacity);
    private int _oldest;

    public int Count
    {
        get
        {
            lock (_lock)
                return _known.Count;
        }
    }

    /// <summary>Remembers one. When there are too many, the oldest is forgotten.</summary>
    public void Add(Account account)
    {
        lock (_lock)
        {
            if (_known.Count < Capacity)
            {
                _known.Add(account);
                return;
            }

            _known[_oldest] = account;
            _oldest = (_oldest + 1) % Capacity;
        }
    }

    /// <summary>The account at a place among all; null while there is none.</summary>
    /// <param name="place">From 0 to below 1.</param>
    public Account? At(double place)
    {
        lock (_lock)
            return _known.Count == 0 ? null : _known[(int)(place * _known.Count)];
    }

    /// <summary>Forgets one that the API does not know any more.</summary>
    public void Forget(Account account)
    {
        lock (_lock)
            _known.Remove(account);
    }
}
