using Api.Data;
using Api.Gateway.Credits;
using Api.Gateway.Plans;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Keys;

/// <summary>
/// Decides whether a call is let through, and sets aside what it can cost. All of it happens in one transaction, with the row of the key locked and then the account's:
/// what is revoked is refused at once by every replica, and no limit is passed, nor the credits, however many ask at the same time.
/// </summary>
internal sealed class AdmissionService(AppDbContext database, CreditLedger ledger, SubscriptionService subscriptions, TimeProvider time)
{
    // Beyond the call: until its answer is settled.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Lets a call through, or refuses it. It is not undone when the client goes away meanwhile: a reservation that nobody knows of would be open until it expires.
    /// </summary>
    /// <param name="secret">What the client shows for a key.</param>
    /// <param name="call">What it wants.</param>
    /// <exception cref="System.Data.Common.DbException">The database is away, also inside another exception.</exception>
    public async Task<Admission> AdmitAsync(string secret, Call call)
    {
        if (!ApiKeySecret.IsOne(secret))
            return Admission.Refused(AdmissionRefusal.UnknownKey);

        var id = time.NewId();
        return await database.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            token => TryAsync(id, secret, call, token),
            token => database.Set<OpenReservation>().AnyAsync(open => open.Id == id, token),
            CancellationToken.None);
    }

    /// <summary>Tells which models a key is for, without any of its limits.</summary>
    /// <param name="secret">What the client shows for a key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it is not good, or the models: null for all.</returns>
    public async Task<(AdmissionRefusal? Refusal, IReadOnlyList<string>? Models)> FindModelsAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = ApiKeySecret.HashOf(secret);
        var key = ApiKeySecret.IsOne(secret) ? await database.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken) : null;
        return (RefusalOf(key, time.GetUtcNow()), key?.Models);
    }

    private async Task<Admission> TryAsync(Guid id, string secret, Call call, CancellationToken cancellationToken)
    {
        var hash = ApiKeySecret.HashOf(secret);
        var found = await database.Set<ApiKey>().FromSql($"""SELECT * FROM api_keys WHERE "Hash" = {hash} FOR NO KEY UPDATE""").AsNoTracking().ToListAsync(cancellationToken);
        var now = time.GetUtcNow(); // after the wait for the row
        if (RefusalOf(found.SingleOrDefault(), now) is { } refusal)
            return Admission.Refused(refusal);

        var key = found.Single();
        if (key.Models is { } models && !models.Contains(call.Model, StringComparer.Ordinal))
            return Admission.Refused(AdmissionRefusal.ModelNotAllowed);

        var (requests, tokens) = await BucketsAsync(key, now, cancellationToken);
        var wanted = call.InputTokens + (long)call.MaximumOutputTokens;
        if (requests?.Left < 1)
            return new(Reservation: null, AdmissionRefusal.RequestLimit, requests.Value.WaitFor(1), RateLimit.Of(requests), RateLimit.Of(tokens));
        if (tokens?.Left < wanted)
            return new(Reservation: null, AdmissionRefusal.TokenLimit, tokens.Value.WaitFor(wanted), RateLimit.Of(requests), RateLimit.Of(tokens));

        var reservation = new Reservation(id, key.AccountId, key.Id, call.Price.Of(call.InputTokens, call.MaximumOutputTokens), wanted);
        if (!await ledger.TryReserveAsync(reservation, now + call.Longest + Grace, cancellationToken))
            return new(Reservation: null, AdmissionRefusal.InsufficientCredits, RetryAfter: null, RateLimit.Of(requests), RateLimit.Of(tokens));

        (requests, tokens) = (requests?.Without(1), tokens?.Without(wanted));
        if (requests is not null || tokens is not null)
            await KeepAsync(key, requests, tokens, now, cancellationToken);
        return new(reservation, Refusal: null, RetryAfter: null, RateLimit.Of(requests), RateLimit.Of(tokens));
    }

    private static AdmissionRefusal? RefusalOf(ApiKey? key, DateTimeOffset now) => key switch
    {
        null => AdmissionRefusal.UnknownKey,
        { RevokedAt: not null } => AdmissionRefusal.RevokedKey,
        { ExpiresAt: { } expiry } when expiry <= now => AdmissionRefusal.ExpiredKey,
        _ => null,
    };

    // What the key leaves open its account's plan says.
    private async Task<(TokenBucket? Requests, TokenBucket? Tokens)> BucketsAsync(ApiKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var plan = key.RequestsPerMinute is null || key.TokensPerMinute is null ? await subscriptions.PlanOfAsync(key.AccountId, cancellationToken) : null;
        var elapsed = now > key.FilledAt ? now - key.FilledAt : TimeSpan.Zero; // another replica's clock may be ahead
        return (Bucket(key.RequestsPerMinute ?? plan?.RequestsPerMinute, key.RequestsLeft), Bucket(key.TokensPerMinute ?? plan?.TokensPerMinute, key.TokensLeft));

        TokenBucket? Bucket(int? limit, decimal left) => limit is { } most ? new TokenBucket(most, left).After(elapsed) : null;
    }

    private async Task KeepAsync(ApiKey key, TokenBucket? requests, TokenBucket? tokens, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (requestsLeft, tokensLeft, filledAt) = (requests?.Left ?? key.RequestsLeft, tokens?.Left ?? key.TokensLeft, now > key.FilledAt ? now : key.FilledAt);
        await database.Set<ApiKey>().Where(row => row.Id == key.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.RequestsLeft, requestsLeft).SetProperty(row => row.TokensLeft, tokensLeft).SetProperty(row => row.FilledAt, filledAt),
            cancellationToken);
    }
}
