using Api.Background;

namespace Api.Gateway.Plans;

/// <summary>Job: begins the next period of a subscription, or ends it.</summary>
internal sealed class PeriodEnd(SubscriptionService subscriptions) : IJobHandler
{
    public static string Type => "subscription_period_end";

    /// <inheritdoc/>
    public Task RunAsync(Job job, CancellationToken cancellationToken) => subscriptions.EndPeriodAsync(job.Subject, cancellationToken);
}
