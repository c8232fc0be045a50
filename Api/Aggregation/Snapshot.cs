namespace Api.Aggregation;

/// <summary>What was learnt from Prometheus at a moment, or why nothing was.</summary>
/// <typeparam name="T">What was made of it.</typeparam>
/// <param name="At">When it was asked.</param>
/// <param name="Value">What it told; null when <paramref name="Failure"/> tells why it did not.</param>
/// <param name="Failure">Why it told nothing.</param>
/// <param name="LastGood">When it last told something; null when it never did.</param>
internal sealed record Snapshot<T>(DateTimeOffset At, T? Value, string? Failure, DateTimeOffset? LastGood) where T : class;
