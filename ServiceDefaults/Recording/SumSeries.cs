using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Adds up what is recorded: counters, and up-down counters, which may go down.</summary>
internal sealed class SumSeries(LabelSet labels, bool isMonotonic) : NumberSeries(labels)
{
    private const int Spacing = 16; // longs: two cache lines, for processors fetch them in pairs

    private static readonly int Processors = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));

    private Exemplars _exemplars; // of what is monotonic; only that may have some
    private long _whole;
    private double _rest;

    // Made when two threads are first seen to meet: a sum for each processor, so that they meet no more.
    // Not for what may go down: parts that are read one after another could add up to a level that never was.
    private long[]? _spread;

    public override void WantExemplars() => _exemplars.Want();

    public override long ExemplarTime(int bucket) => isMonotonic ? _exemplars.TimeOf(bucket) : 0;

    public override int CopyExemplar(int bucket, Span<byte> to) => isMonotonic ? _exemplars.CopyTo(bucket, to) : 0;

    public override bool TryRecord(long value)
    {
        if (!isMonotonic)
        {
            Interlocked.Add(ref _whole, value);
            return true;
        }

        if (value < 0)
            return false;

        AddSpread(value);
        _exemplars.Offer(1, 0, value);
        return true;
    }

    public override bool TryRecord(double value)
    {
        if (double.IsNaN(value) || (isMonotonic && value < 0))
            return false;

        for (var seen = Volatile.Read(ref _rest); ;)
        {
            var before = Interlocked.CompareExchange(ref _rest, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                break;
            seen = before;
        }

        if (isMonotonic)
            _exemplars.Offer(1, 0, value);
        return true;
    }

    public override Number Read()
    {
        var whole = Volatile.Read(ref _whole);
        if (Volatile.Read(ref _spread) is { } spread)
        {
            for (var i = Spacing; i < spread.Length; i += Spacing)
                whole += Volatile.Read(ref spread[i]);
        }

        return new(whole, Volatile.Read(ref _rest));
    }

    private void AddSpread(long value)
    {
        if (_spread is not { } spread)
        {
            var seen = _whole;
            if (Interlocked.CompareExchange(ref _whole, seen + value, seen) == seen)
                return;

            spread = new long[(Processors + 1) * Spacing];
            spread = Interlocked.CompareExchange(ref _spread, spread, null) ?? spread;
        }

        Interlocked.Add(ref spread[((Thread.GetCurrentProcessorId() & (Processors - 1)) + 1) * Spacing], value);
    }
}
