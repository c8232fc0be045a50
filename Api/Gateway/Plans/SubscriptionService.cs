using Api.Background;
using Api.Data;
using Api.Gateway.Credits;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Plans;

/// <summary>Begins, changes, renews and ends subscriptions. With each period, trials included, come the credits of its plan.</summary>
internal sealed class SubscriptionService(AppDbContext database, AccountService accounts, CreditLedger ledger, JobQueue jobs, TimeProvider time)
{
    private static readonly Refusal None = Refusal.Conflict("The account has no subscription. Begin one.");
    private static readonly Refusal IsCanceled = Refusal.Conflict("The subscription is canceled already. Begin another when it has expired.");

    private static readonly Func<Subscription, SubscriptionResponse> ToResponse = Subscription.Response.Compile();

    /// <summary>Begins a subscription of an account that has none.</summary>
    public async Task<Result<SubscriptionResponse>> SubscribeAsync(Guid accountId, SubscribeRequest request, CancellationToken cancellationToken)
    {
        if (!await accounts.ExistsAsync(accountId, cancellationToken))
            return Refusal.NotFound;

        var now = time.GetUtcNow();
        var subscription = new Subscription
        {
            Id = time.NewId(),
            AccountId = accountId,
            Plan = request.Plan,
            Status = SubscriptionStatus.Trialing,
            CreatedAt = now,
            Anchor = now,
            PeriodStart = now,
            PeriodEnd = now.AddDays(request.TrialDays),
        };
        if (request.TrialDays == 0)
            subscription.Begin(now, anchor: now);

        if (!await TryAddAsync(subscription, cancellationToken))
            return Refusal.Conflict("The account has a subscription already. Change its plan.");

        await GrantAsync(subscription, cancellationToken);
        return ToResponse(subscription);
    }

    /// <summary>Begins a period of another plan, at once.</summary>
    public async Task<Result<SubscriptionResponse>> ChangeAsync(Guid accountId, PlanName plan, CancellationToken cancellationToken)
    {
        var found = await FindAsync(accountId, cancellationToken);
        if (found.Value is not { } subscription)
            return found.Refusal!;
        if (subscription.Plan == plan)
            return Refusal.Conflict("The account has this plan already.");

        var now = time.GetUtcNow();
        subscription.Plan = plan;
        subscription.Begin(now, anchor: now);
        await GrantAsync(subscription, cancellationToken);
        return ToResponse(subscription);
    }

    /// <summary>Has a subscription end with its period.</summary>
    public async Task<Result<SubscriptionResponse>> CancelAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var found = await FindAsync(accountId, cancellationToken);
        if (found.Value is not { } subscription)
            return found.Refusal!;

        subscription.Status = SubscriptionStatus.Canceled;
        await database.SaveChangesAsync(cancellationToken);
        return ToResponse(subscription);
    }

    /// <summary>Begins the next period if this one has ended, or ends with it.</summary>
    public async Task EndPeriodAsync(Guid id, CancellationToken cancellationToken)
    {
        var subscription = (await database.Set<Subscription>().FromSql($"""SELECT * FROM subscriptions WHERE "Id" = {id} FOR UPDATE""").ToListAsync(cancellationToken)).Single();
        if (subscription.PeriodEnd > time.GetUtcNow() || subscription.Status == SubscriptionStatus.Expired)
            return; // its plan was changed meanwhile: this is the job of the period before

        if (subscription.Status == SubscriptionStatus.Canceled)
        {
            subscription.Status = SubscriptionStatus.Expired;
            await database.SaveChangesAsync(cancellationToken);
            return;
        }

        subscription.Begin(subscription.PeriodEnd, subscription.Status == SubscriptionStatus.Trialing ? subscription.PeriodEnd : subscription.Anchor);
        await GrantAsync(subscription, cancellationToken);
    }

    /// <summary>The plan that an account has; null when it has none.</summary>
    public async Task<Plan?> PlanOfAsync(Guid accountId, CancellationToken cancellationToken) =>
        await database.Set<Subscription>().Where(Subscription.IsRunning).Where(subscription => subscription.AccountId == accountId)
            .Select(subscription => (PlanName?)subscription.Plan)
            .SingleOrDefaultAsync(cancellationToken) is { } name ? Plan.Of(name) : null;

    // Of several at once the index lets one in.
    private async Task<bool> TryAddAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var (plan, status) = (subscription.Plan.ToString(), subscription.Status.ToString());
        var added = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO subscriptions ("Id", "AccountId", "Plan", "Status", "CreatedAt", "Anchor", "PeriodStart", "PeriodEnd")
            VALUES ({subscription.Id}, {subscription.AccountId}, {plan}, {status}, {subscription.CreatedAt}, {subscription.Anchor}, {subscription.PeriodStart}, {subscription.PeriodEnd})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return added == 1;
    }

    /// <summary>The subscription of an account, locked, if it is neither canceled nor expired.</summary>
    private async Task<Result<Subscription>> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        if (!await accounts.ExistsAsync(accountId, cancellationToken))
            return Refusal.NotFound;

        var running = await database.Set<Subscription>()
            .FromSql($"""SELECT * FROM subscriptions WHERE "AccountId" = {accountId} AND "Status" <> {nameof(SubscriptionStatus.Expired)} FOR UPDATE""")
            .ToListAsync(cancellationToken);
        return running.SingleOrDefault() switch
        {
            null => None,
            { Status: SubscriptionStatus.Canceled } => IsCanceled,
            var subscription => subscription,
        };
    }

    // Whoever grants holds the row of the subscription, and has moved its period on: nobody grants for it again.
    private async Task GrantAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var reason = $"{new Choice<PlanName>(subscription.Plan).Name} from {subscription.PeriodStart:yyyy-MM-dd} to {subscription.PeriodEnd:yyyy-MM-dd}";
        _ = await ledger.GrantAsync(subscription.AccountId, Plan.Of(subscription.Plan).CreditsAMonth, reason, cancellationToken)
            ?? throw new InvalidOperationException($"The account {subscription.AccountId} cannot hold the credits of its plan.");
        jobs.Enqueue<PeriodEnd>(subscription.Id, subscription.PeriodEnd);
        await database.SaveChangesAsync(cancellationToken);
    }
}
