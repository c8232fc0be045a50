using Api.Data;
using Npgsql;

namespace Tests.Unit;

/// <summary>Whose fault it is, by the exception that tells of it: the database's is waited out, any other is a bug.</summary>
public sealed class DatabaseFailureTests
{
    public static TheoryData<Exception> OfTheDatabase { get; } =
    [
        new NpgsqlException("It is away."),
        new InvalidOperationException("A retry was in vain.", new NpgsqlException("It is away.")),
        new TimeoutException("It does not even refuse.") { Source = "Npgsql" },
        new InvalidOperationException("A retry was in vain.", new TimeoutException("It does not even refuse.") { Source = "Npgsql" }),
    ];

    public static TheoryData<Exception> OfOthers { get; } =
    [
        new TimeoutException("A provider is slow.") { Source = "System.Net.Http" },
        new TimeoutException(),
        new InvalidOperationException(),
    ];

    [Theory]
    [MemberData(nameof(OfTheDatabase), DisableDiscoveryEnumeration = true)]
    public void Failure_OfTheDatabase_IsFoundHoweverDeep(Exception exception) => Assert.NotNull(DatabaseFailure.Find(exception));

    [Theory]
    [MemberData(nameof(OfOthers), DisableDiscoveryEnumeration = true)]
    public void Failure_OfOthers_IsNot(Exception exception) => Assert.Null(DatabaseFailure.Find(exception));
}
