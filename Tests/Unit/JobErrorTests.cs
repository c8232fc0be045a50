using Api.Background;

namespace Tests.Unit;

/// <summary>Why a job failed, as PostgreSQL can store it.</summary>
public sealed class JobErrorTests
{
    [Fact]
    public void Error_IsTheTypeAndMessageOfTheCause()
    {
        var error = JobError.Describe(new InvalidOperationException("outer", new TimeoutException("inner")));

        Assert.Equal("System.TimeoutException: inner", error);
    }

    [Fact]
    public void Error_ThatIsLong_IsCutAtWholeCharacters()
    {
        var error = JobError.Describe(new TimeoutException(string.Concat(Enumerable.Repeat("😀", Job.ErrorLength))));

        Assert.Equal(Job.ErrorLength, error.Length);
        Assert.EndsWith("😀\uFFFD", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_WithWhatPostgresCannotStore_HasReplacements() =>
        Assert.Equal("System.TimeoutException: a\uFFFDb\uFFFD", JobError.Describe(new TimeoutException("a\0b\uD800")));
}
