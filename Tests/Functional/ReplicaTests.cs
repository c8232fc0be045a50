using System.Net;
using System.Net.Http.Headers;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Several of the same, on one database.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task Replicas_StartedTogetherOnAnEmptyDatabase_AllBecomeHealthyWithoutAnError()
    {
        const int Replicas = 5;
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();

        var replicas = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => Task.Run(() => ApiHost.StartAsync(database))));

        foreach (var replica in replicas)
        {
            Assert.DoesNotContain(replica.Log.Records, record => record.GetProperty("level").GetString() is "ERROR" or "CRITICAL");
            await replica.DisposeAsync();
        }

        Assert.Equal(1L, await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM data_protection_keys"));
        Assert.Equal(true, await PostgresServer.ExecuteAsync(database, """SELECT count(*) = count(DISTINCT "MigrationId") FROM "__EFMigrationsHistory" """));
    }

    [Fact]
    public async Task Token_FromOneReplica_IsGoodAtAnotherAndAfterARestart()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await using var first = await ApiHost.StartAsync(database);
        await using var second = await ApiHost.StartAsync(database);
        using var atFirst = first.CreateClient();
        var id = await atFirst.SignUpAsync();

        var token = atFirst.DefaultRequestHeaders.Authorization!;
        var bySecond = await StatusAsync(second, id, token);
        await first.DisposeAsync();
        await using var restarted = await ApiHost.StartAsync(database);
        var afterRestart = await StatusAsync(restarted, id, token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (bySecond, afterRestart));
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost api, string id, AuthenticationHeaderValue token)
    {
        using var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = token;
        using var response = await client.GetAsync($"/api/users/{id}");
        return response.StatusCode;
    }
}
