namespace Tests.Architecture.Samples.Lower;

/// <summary>What may be used.</summary>
internal sealed record LowerResponse(int Id);
