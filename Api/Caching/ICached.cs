namespace Api.Caching;

/// <summary>What the cache may hold: a record that never changes.</summary>
internal interface ICached
{
    /// <summary>About how many bytes it takes in memory, with what hangs on it.</summary>
    int Bytes { get; }
}
