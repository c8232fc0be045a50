using Api.Data;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Tests.Unit;

/// <summary><c>DATABASE_URL</c>, as it is handed out, read as Npgsql wants it.</summary>
public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgresql://user:pass@db:5432/dbname", "Host=db;Port=5432;Database=dbname;Username=user;Password=pass")]
    [InlineData("postgres://user:pass@db/dbname", "Host=db;Port=5432;Database=dbname;Username=user;Password=pass")]
    [InlineData("  postgresql://user:pass@db:6432/dbname\n", "Host=db;Port=6432;Database=dbname;Username=user;Password=pass")]
    [InlineData("postgresql://user:p%40ss%3A%2F%3F%23%25%20%2B@db/dbname", "Host=db;Port=5432;Database=dbname;Username=user;Password=p@ss:/?#% +")]
    [InlineData("postgresql://user:a+b@db/dbname", "Host=db;Port=5432;Database=dbname;Username=user;Password=a+b")]
    [InlineData("postgresql://user:a:b@db/dbname", "Host=db;Port=5432;Database=dbname;Username=user;Password=a:b")]
    [InlineData("postgresql://user:;'=%22@db/dbname", "Host=db;Port=5432;Database=dbname;Username=user;Password=\";'=\"\"\"")]
    [InlineData("postgresql://us%40er:%F0%9F%94%91@db/my%20db", "Host=db;Port=5432;Database=my db;Username=us@er;Password=\U0001F511")]
    [InlineData("postgresql://user@db/dbname", "Host=db;Port=5432;Database=dbname;Username=user")]
    [InlineData("postgresql://db/dbname", "Host=db;Port=5432;Database=dbname")]
    [InlineData("postgresql://user:pass@[::1]:5433/dbname", "Host=::1;Port=5433;Database=dbname;Username=user;Password=pass")]
    [InlineData("postgresql://user:pass@db.example.com/dbname?sslmode=require", "Host=db.example.com;Port=5432;Database=dbname;Username=user;Password=pass;SSL Mode=Require")]
    [InlineData("postgresql://user:pass@db/dbname?sslmode=verify-full", "Host=db;Port=5432;Database=dbname;Username=user;Password=pass;SSL Mode=VerifyFull")]
    [InlineData("postgresql://user:pass@db/dbname?sslmode=disable", "Host=db;Port=5432;Database=dbname;Username=user;Password=pass;SSL Mode=Disable")]
    public void Url_OfADatabase_IsThatConnectionString(string url, string expected) =>
        Assert.Equal(new NpgsqlConnectionStringBuilder(expected), new NpgsqlConnectionStringBuilder(Read(url)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Url_NotSet_IsNoConnectionString(string? url) => Assert.Null(Read(url));

    [Theory]
    [InlineData("hunter2")]
    [InlineData("Host=db;Password=hunter2")]
    [InlineData("mysql://user:hunter2@db/dbname")]
    [InlineData("postgresql+asyncpg://user:hunter2@db/dbname")]
    [InlineData("postgresql://user:hunter2@db")]
    [InlineData("postgresql://user:hunter2@db/")]
    [InlineData("postgresql:///hunter2")]
    [InlineData("postgresql://user:hunter2@db:http/dbname")]
    [InlineData("postgresql://user:hunter2@db:99999/dbname")]
    [InlineData("postgresql://user:hunter2@db:0/dbname")]
    [InlineData("postgresql://user:1/hunter2@db/dbname")]
    [InlineData("postgresql://user:1/hunter2@db")]
    [InlineData("postgresql://user:1?hunter2@db/dbname")]
    [InlineData("postgresql://user:1#hunter2@db/dbname")]
    [InlineData("postgresql://user:hunter2@db/dbname#hunter2")]
    public void Url_Malformed_IsRefusedSayingTheFormAndNotThePassword(string url)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Read(url));

        Assert.Contains("DATABASE_URL is not of the form postgresql://user:password@host:port/database", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{exception}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sslmode=hunter2", "disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("sslmode", "disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("sslmode=require&hunter2=1", "Set ConnectionStrings:db instead")]
    [InlineData("password=hunter2", "Set ConnectionStrings:db instead")]
    public void Url_WithAParameterThatIsNotKnown_IsRefusedSayingWhatIs(string query, string expected)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Read($"postgresql://user:pass@db/dbname?{query}"));

        Assert.Contains("DATABASE_URL", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{exception}", StringComparison.Ordinal);
    }

    private static string? Read(string? url) =>
        DatabaseUrl.ConnectionStringFrom(new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_URL", url)]).Build());
}
