using Api.Caching;

namespace Api.Commands;

/// <summary>The change that is being made: what is to follow once it is committed, and only then.</summary>
internal sealed class CurrentCommand
{
    private readonly List<Action> _committed = [];
    private readonly HashSet<CacheKey> _stale = [];

    /// <summary>What the change makes stale in every replica's cache.</summary>
    public IReadOnlyCollection<CacheKey> Stale => _stale;

    /// <summary>Does something after the commit, such as counting. It must not throw.</summary>
    public void OnCommitted(Action action) => _committed.Add(action);

    /// <summary>Has every replica forget what it has cached, once the change is committed.</summary>
    public void Invalidate(CacheKey key) => _stale.Add(key);

    /// <summary>Starts again: what was said so far was said of an attempt that failed.</summary>
    public void Clear()
    {
        _committed.Clear();
        _stale.Clear();
    }

    /// <summary>What is to follow, for whoever knows that the change is committed.</summary>
    public IReadOnlyList<Action> TakeCommitted()
    {
        IReadOnlyList<Action> taken = [.. _committed];
        _committed.Clear();
        return taken;
    }
}
