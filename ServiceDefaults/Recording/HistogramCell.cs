namespace ServiceDefaults.Recording;

/// <summary>
/// Counts by bucket and their sum, changed by one thread at a time: who finds it claimed takes another cell rather than wait. One array, so that a cell has its
/// cache lines to itself: [claimed, sum, buckets…, padding].
/// </summary>
internal readonly struct HistogramCell(int buckets)
{
    private const int Sum = 1;
    private const int FirstBucket = 2;
    private const int Padding = 8;

    private readonly long[] _slots = new long[FirstBucket + buckets + Padding];

    public bool TryClaim() => Interlocked.CompareExchange(ref _slots[0], 1, 0) == 0;

    public void Release() => Volatile.Write(ref _slots[0], 0);

    public void Add(int bucket, double value)
    {
        var slots = _slots;
        slots[FirstBucket + bucket]++;
        slots[Sum] = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(slots[Sum]) + value);
    }

    /// <summary>Adds what is in the cell to counts and a sum, as of one moment.</summary>
    public void ReadInto(Span<long> counts, ref double sum)
    {
        var wait = default(SpinWait);
        while (!TryClaim())
            wait.SpinOnce();

        var slots = _slots;
        for (var i = 0; i < counts.Length; i++)
            counts[i] += slots[FirstBucket + i];
        sum += BitConverter.Int64BitsToDouble(slots[Sum]);
        Release();
    }
}
