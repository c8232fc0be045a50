using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Bench;

/// <summary>The Api in one mode, on a database of its own in which two families live: one with chores to look at, one with assignments to complete.</summary>
internal sealed class HouseholdApi : IAsyncDisposable
{
    public const string Off = "everything off";
    public const string On = "everything on, all traces";

    public const string SampledOn = "everything on, 10 % of traces";

    private const string WithoutLogs = "all traces, without logs";
    private const string WithoutMetrics = "all traces, without metrics";
    private const string WithoutTraces = "without traces";
    private static readonly string[] Modes = [Off, On, SampledOn, WithoutLogs, WithoutMetrics, WithoutTraces];

    private const string Password = "correct horse battery";
    private const int ChoresToList = 20;

    private readonly ServerProcess _server;
    private readonly NpgsqlDataSource _database;
    private readonly HttpClient _client;

    private HouseholdApi(ServerProcess server, NpgsqlDataSource database)
    {
        (_server, _database) = (server, database);
        _client = new() { BaseAddress = new(server.Address) };
    }

    public string Address => _server.Address;

    public TimeSpan CpuTime => _server.CpuTime;

    /// <summary>The token of the parent whose family has 20 chores.</summary>
    public string ParentToken { get; private set; } = "";

    /// <summary>The token of the child with assignments to complete.</summary>
    public string ChildToken { get; private set; } = "";

    private Guid ChoreToComplete { get; set; }

    /// <param name="mode">What is on, in words.</param>
    /// <param name="core">Where it runs.</param>
    /// <param name="database">Its connection string.</param>
    /// <param name="sink">Where OTLP goes.</param>
    public static async Task<HouseholdApi> StartAsync(string mode, int core, string database, string sink)
    {
        var api = new HouseholdApi(await ServerProcess.StartApiAsync(core, [.. Settings(mode, sink), new("ConnectionStrings__db", database)]), NpgsqlDataSource.Create(database));
        (api.ParentToken, _, _) = await api.FoundAsync("ada", ChoresToList);
        (_, api.ChildToken, api.ChoreToComplete) = await api.FoundAsync("grace", chores: 1);
        return api;
    }

    /// <summary>Has the child get assignments.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<Guid>> AssignAsync(int count)
    {
        await using var insert = _database.CreateCommand("""
            INSERT INTO assignments ("Id", "ChoreId", "FamilyId", "AssigneeId", "Status", "CreatedAt", "AssignedAt")
            SELECT uuidv7(), "ChoreId", "FamilyId", "AssigneeId", 'Pending', now(), now()
            FROM (SELECT * FROM assignments WHERE "ChoreId" = $1 LIMIT 1) AS first, generate_series(1, $2)
            RETURNING "Id"
            """);
        insert.Parameters.AddWithValue(ChoreToComplete);
        insert.Parameters.AddWithValue(count);
        var ids = new List<Guid>(count);
        await using var reader = await insert.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>How many assignments were completed so far.</summary>
    public async Task<long> CountCompletedAsync()
    {
        await using var count = _database.CreateCommand("""SELECT count(*) FROM assignments WHERE "Status" = 'Completed'""");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    public void ForgetOutput() => _server.ForgetOutput();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(string mode, string sink)
    {
        if (!Modes.Contains(mode, StringComparer.Ordinal))
            throw new ArgumentException($"There is no mode '{mode}'. There are: {string.Join("; ", Modes)}.", nameof(mode));

        // One core, as for its affinity: what the SDK chooses by itself for a web application there.
        yield return new("DOTNET_gcServer", "0");
        yield return new("OTEL_SERVICE_NAME", "api");
        yield return new("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
        yield return new("OTEL_TRACES_SAMPLER_ARG", mode switch { SampledOn => "0.1", WithoutTraces => "0", _ => "1" });
        if (mode is not Off)
        {
            yield return new("OTEL_EXPORTER_OTLP_ENDPOINT", sink);
            yield return new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        }

        if (mode is Off or WithoutMetrics)
            yield return new("ENABLE_METRICS", "false");
        if (mode is Off or WithoutLogs)
        {
            foreach (var category in (string[])["Default", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore"])
                yield return new("Logging__LogLevel__" + category, "None");
        }
    }

    /// <returns>The tokens of a parent and a child, and the first chore.</returns>
    private async Task<(string Parent, string Child, Guid Chore)> FoundAsync(string name, int chores)
    {
        await PostAsync(token: null, "users/register", new { username = name, password = Password, name });
        var parent = await LogInAsync(name);
        var family = await PostAsync(parent, "families", new { name });
        var username = name + "s-child";
        var child = await PostAsync(parent, $"families/{family.GetProperty("id")}/children", new { username, password = Password, name });
        var ids = new List<Guid>();
        for (var chore = 0; chore < chores; chore++)
        {
            var body = new { title = string.Create(CultureInfo.InvariantCulture, $"Chore {chore}"), mode = "single", assigneeIds = (Guid[])[child.GetProperty("id").GetGuid()], reward = new { amount = 5 } };
            ids.Add((await PostAsync(parent, "chores", body)).GetProperty("id").GetGuid());
        }

        return (parent, await LogInAsync(username), ids[0]);
    }

    private async Task<string> LogInAsync(string username) =>
        (await PostAsync(token: null, "users/login", new { username, password = Password })).GetProperty("accessToken").GetString()!;

    private async Task<JsonElement> PostAsync(string? token, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
