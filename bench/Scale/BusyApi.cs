using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Bench.Scale;

/// <summary>The real Api in use by the real traffic, on a real PostgreSQL and with the simulated providers. The Api has the first core, the others the second.</summary>
internal sealed class BusyApi : IAsyncDisposable
{
    private const string AdministratorKey = "the administrator of the measurements";
    private const double RequestsPerSecond = 12; // each sign-up hashes a password, and many come at the beginning
    private const double OutputPrice = 0.001;
    private const int Count = 2000;
    private const string Requests = "http_requests_total";

    private static readonly string[] Providers = ["swift", "steady", "wobbly"];

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly HttpClient _client = new();
    private readonly PostgresProcess _postgres;
    private readonly ServerProcess _providers;
    private readonly ServerProcess _api;
    private readonly OtlpCounter _sink;
    private readonly string _database;

    private BusyApi(PostgresProcess postgres, ServerProcess providers, ServerProcess api, OtlpCounter sink, string database) =>
        (_postgres, _providers, _api, _sink, _database) = (postgres, providers, api, sink, database);

    /// <summary>The models that it has, at each of three providers.</summary>
    public static IReadOnlyList<string> Models { get; } = ["small-chat", "large-chat", "embed"];

    /// <summary>Starts what there is, without any traffic.</summary>
    public static async Task<BusyApi> StartAsync()
    {
        var postgres = await PostgresProcess.StartAsync(core: 1);
        var sink = await OtlpCounter.StartAsync();
        var providers = await ServerProcess.StartServiceAsync("SimulatedProviders", core: 1, []);
        var database = await postgres.CreateDatabaseAsync();
        var api = await ServerProcess.StartApiAsync(core: 0, [.. Settings(database, sink.Address, providers.Address)]);
        return new(postgres, providers, api, sink, database);
    }

    /// <summary>Has people use it for so long.</summary>
    public async Task<BusyTime> UseAsync(TimeSpan time)
    {
        var (size, spans, records) = (await SizeAsync(), _sink.Spans, _sink.Records);
        var before = new ReplicaPage(await ScrapeAsync(), time).Sum(Requests);
        await using (await ServerProcess.StartServiceAsync("Traffic", core: 1,
        [
            new("services__api__http__0", _api.Address),
            new("Gateway__AdministratorKey", AdministratorKey),
            new("Traffic__RequestsPerSecond", RequestsPerSecond.ToString(CultureInfo.InvariantCulture)),
            new("Traffic__DayLength", time.ToString("c", CultureInfo.InvariantCulture)),
        ]))
        {
            await Task.Delay(time);
        }

        await Task.Delay(TimeSpan.FromSeconds(6)); // what waits in the queues of OTLP comes
        var page = new ReplicaPage(await ScrapeAsync(), Stopwatch.GetElapsedTime(_start));
        return new(
            page,
            (await ScrapeAsync("application/openmetrics-text; version=1.0.0")).Length,
            page.Sum(Requests) - before,
            (_sink.Spans.Count - spans.Count, _sink.Spans.Bytes - spans.Bytes),
            (_sink.Records.Count - records.Count, _sink.Records.Bytes - records.Bytes),
            await SizeAsync() - size,
            await NumberAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") - 1);
    }

    /// <summary>A parent looks and changes, eight requests at once.</summary>
    /// <returns>How many requests there were of each kind, and what they took.</returns>
    public async Task<IReadOnlyList<(string Name, int Count, TimeSpan Api, TimeSpan Postgres)>> WorkAsync()
    {
        var user = new { username = "ada-of-the-measurements", password = "correct horse battery", name = "Ada" };
        await PostAsync("users/register", user);
        _client.DefaultRequestHeaders.Authorization = new("Bearer", (await PostAsync("users/login", new { user.username, user.password })).GetProperty("accessToken").GetString());
        var family = (await PostAsync("families", new { user.name })).GetProperty("id");
        var child = (await PostAsync($"families/{family}/children", new { username = "byron-of-the-measurements", user.password, user.name })).GetProperty("id").GetGuid();
        var chore = new { title = "Water the plants", mode = "single", assigneeIds = (Guid[])[child], reward = new { amount = 5 } };
        var bonus = new { childId = child, type = "bonus", amount = 1, reason = "You were kind" };
        return
        [
            await RepeatAsync("`POST /api/v1/chores`", () => PostAsync("chores", chore)),
            await RepeatAsync("`POST /api/v1/adjustments`", () => PostAsync("adjustments", bonus)),
            await RepeatAsync("`GET /api/v1/chores`, 50 of them", () => _client.GetStringAsync(_api.Address + "/api/v1/chores")),
        ];

        async Task<(string, int, TimeSpan, TimeSpan)> RepeatAsync(string name, Func<Task> send)
        {
            await SendAsync(Count / 4); // until it is compiled
            var (api, postgres) = (_api.CpuTime, _postgres.CpuTime);
            await SendAsync(Count);
            return (name, Count, _api.CpuTime - api, _postgres.CpuTime - postgres);

            Task SendAsync(int count) => Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await send());
        }
    }

    /// <summary>How much the database grows by a row, with its share of the indexes.</summary>
    /// <param name="table">Where rows are.</param>
    /// <param name="columns">The columns that no two rows have alike, and what they get.</param>
    public async Task<double> RowBytesAsync(string table, params (string Name, string Value)[] columns)
    {
        const int Rows = 50_000;
        var before = await NumberAsync($"SELECT pg_total_relation_size('{table}')");
        if (await NumberAsync($"SELECT count(*) FROM {table}") == 0)
            throw new InvalidOperationException($"{table} has no row to go by.");
        await NumberAsync($"""
            WITH one AS (SELECT row FROM {table} AS row ORDER BY random() LIMIT 1), added AS (
                INSERT INTO {table} SELECT (jsonb_populate_record(row, jsonb_build_object({string.Join(", ", columns.Select(column => $"'{column.Name}', {column.Value}"))}))).*
                FROM one, generate_series(1, {Rows}) AS number RETURNING 1)
            SELECT count(*) FROM added
            """);
        return (double)(await NumberAsync($"SELECT pg_total_relation_size('{table}')") - before) / Rows;
    }

    /// <summary>The setting that the server has, as a number.</summary>
    public Task<long> SettingAsync(string name) => NumberAsync($"SELECT setting::bigint FROM pg_settings WHERE name = '{name}'");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
        await _providers.DisposeAsync();
        await _sink.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(string database, string sink, string simulated)
    {
        yield return new("ConnectionStrings__db", database);
        yield return new("ConnectionStrings__tempo", sink);
        yield return new("ConnectionStrings__loki", sink + "/otlp");
        yield return new("OTEL_SERVICE_NAME", "api");
        yield return new("OTEL_TRACES_SAMPLER", "always_on"); // the traffic, which sends no traces, says that nobody wants them
        yield return new("DOTNET_gcServer", "0"); // one core, as for its affinity
        yield return new("Gateway__AdministratorKey", AdministratorKey);
        foreach (var provider in Providers)
        {
            yield return new($"Gateway__Providers__{provider}__BaseAddress", $"{simulated}/{provider}/v1");
            yield return new($"Gateway__Providers__{provider}__ApiKey", "any");
            foreach (var model in Models)
            {
                yield return new($"Gateway__Providers__{provider}__Models__{model}__InputPrice", "0.001");
                yield return new($"Gateway__Providers__{provider}__Models__{model}__OutputPrice", (model == "embed" ? 0 : OutputPrice).ToString(CultureInfo.InvariantCulture));
                yield return new($"Gateway__Providers__{provider}__Models__{model}__MaximumOutputTokens", model == "embed" ? "0" : "1000");
            }
        }
    }

    private async Task<string> ScrapeAsync(string accept = "text/plain")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _api.Address + "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _client.PostAsJsonAsync($"{_api.Address}/api/v1/{path}", body);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private Task<long> SizeAsync() => NumberAsync("SELECT pg_database_size(current_database())");

    private async Task<long> NumberAsync(string statement)
    {
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false;Command Timeout=120");
        await using var command = source.CreateCommand(statement);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
