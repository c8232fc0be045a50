namespace Api.Background;

internal static partial class JobsLog
{
    [LoggerMessage(LogLevel.Information, "Job {JobType} {JobId} is done.")]
    public static partial void Done(this ILogger logger, string jobType, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobType} {JobId} failed, attempt {Attempt}. The next is in {Delay}.")]
    public static partial void Failed(this ILogger logger, Exception exception, string jobType, Guid jobId, int attempt, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Job {JobType} {JobId} failed, attempt {Attempt}, and is given up.")]
    public static partial void GivenUp(this ILogger logger, Exception exception, string jobType, Guid jobId, int attempt);

    [LoggerMessage(LogLevel.Information, "The job under way took too long to end, and is undone: another replica will do it.")]
    public static partial void Undone(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Jobs wait: the database does not do what it should.")]
    public static partial void WaitForDatabase(this ILogger logger, Exception exception);
}
