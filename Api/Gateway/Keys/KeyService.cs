using Api.Commands;
using Api.Data;
using Api.Gateway.Credits;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Keys;

/// <summary>Makes, shows and revokes keys.</summary>
internal sealed class KeyService(AppDbContext database, AccountService accounts, CommandRunner commands, TimeProvider time)
{
    private static readonly Func<ApiKey, ApiKeyResponse> ToResponse = ApiKey.Response.Compile();

    /// <summary>
    /// Makes a key. It is no command that can be asked for again: the answer would be kept, with the key in it. A key whose answer was lost is in the list, and can be revoked.
    /// </summary>
    public async Task<Result<NewKeyResponse>> CreateAsync(Guid accountId, CreateKeyRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (request.ExpiresAt <= now)
            return Refusal.Invalid(nameof(request.ExpiresAt), "A key expires in the future.");
        if (!await accounts.ExistsAsync(accountId, cancellationToken))
            return Refusal.NotFound;

        var secret = ApiKeySecret.New();
        var key = new ApiKey
        {
            Id = time.NewId(),
            AccountId = accountId,
            Name = request.Name,
            Prefix = ApiKeySecret.PrefixOf(secret),
            Hash = ApiKeySecret.HashOf(secret),
            Models = request.Models?.ToArray(),
            RequestsPerMinute = request.RequestsPerMinute,
            TokensPerMinute = request.TokensPerMinute,
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            FilledAt = now - TimeSpan.FromMinutes(1), // its buckets are full
        };
        await commands.RunAsync(
            token =>
            {
                database.Add(key);
                return database.SaveChangesAsync(token);
            },
            cancellationToken);
        return new NewKeyResponse(secret, ToResponse(key));
    }

    /// <summary>The keys of an account, newest first, those included that are no good any more.</summary>
    public async Task<Result<Page<ApiKeyResponse>>> ListAsync(Guid accountId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        if (!await accounts.ExistsAsync(accountId, cancellationToken))
            return Refusal.NotFound;

        return await database.Set<ApiKey>().Where(key => key.AccountId == accountId && (before == null || key.Id < before))
            .OrderByDescending(key => key.Id)
            .Select(ApiKey.Response)
            .ToPageAsync(limit, key => key.Id, cancellationToken);
    }

    /// <summary>Has every replica refuse a key from now on. One that is revoked already stays so.</summary>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.Set<ApiKey>().Where(key => key.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, key => key.RevokedAt ?? now), cancellationToken) == 1;
    }
}
