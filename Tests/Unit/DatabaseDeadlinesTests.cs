using Api.Data;
using Npgsql;

namespace Tests.Unit;

public sealed class DatabaseDeadlinesTests
{
    [Fact]
    public void ApplyTo_StringWithoutTimeouts_SetsThem()
    {
        var result = new NpgsqlConnectionStringBuilder(DatabaseDeadlines.ApplyTo("Host=localhost"));

        Assert.Equal((2, 3), (result.Timeout, result.CommandTimeout));
    }

    [Fact]
    public void ApplyTo_StringWithTimeouts_LeavesThem()
    {
        var result = new NpgsqlConnectionStringBuilder(DatabaseDeadlines.ApplyTo("Host=localhost;Timeout=7;CommandTimeout=8"));

        Assert.Equal((7, 8), (result.Timeout, result.CommandTimeout));
    }
}
