namespace Api.Gateway.Providers;

/// <summary>A provider did not answer; another one may.</summary>
internal sealed class ProviderException(FailureReason reason, string message, Exception? cause = null) : Exception(message, cause)
{
    public FailureReason Reason => reason;

    /// <summary>When it may be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it is a sign of bad health. That it has enough to do is none.</summary>
    public bool IsUnhealthy => reason is FailureReason.Connection or FailureReason.Timeout or FailureReason.ServerError or FailureReason.KeyRefused or FailureReason.BadAnswer;
}
