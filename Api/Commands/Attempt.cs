using Api.Caching;

namespace Api.Commands;

/// <summary>A transaction that was to be committed, and what follows if it was.</summary>
internal sealed record Attempt(CommandKey Key, Guid RunId, IReadOnlyList<Action> Committed, IReadOnlyCollection<CacheKey> Stale);
