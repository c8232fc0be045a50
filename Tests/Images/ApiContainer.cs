using Npgsql;
using Tests.Support;

namespace Tests.Images;

/// <summary>The Api in a container: it cannot write anywhere, has no capability, little memory, and the machine's network.</summary>
internal sealed class ApiContainer : IDisposable
{
    private const string PostgresSocket = ".s.PGSQL.5432";
    private const string PostgresFolder = "/run/postgresql";

    private static readonly TimeSpan HealthyDeadline = TimeSpan.FromSeconds(60);

    private readonly ContainerEngine _engine;
    private readonly string _id;

    private ApiContainer(ContainerEngine engine, string id, int processId) => (_engine, _id, ProcessId) = (engine, id, processId);

    /// <summary>What the machine calls its process.</summary>
    public int ProcessId { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    public static async Task<ApiContainer> StartAsync(ContainerEngine engine, string image, (string Key, string Value)[] settings)
    {
        var database = new NpgsqlConnectionStringBuilder(await (await PostgresServer.Shared).CreateDatabaseAsync());
        var socket = Path.Combine(database.Host!, PostgresSocket); // the folder is PostgreSQL's alone
        database.Host = PostgresFolder;

        // Several run on this network: a free port in the place of the image's.
        (string Key, string Value)[] all = [("ASPNETCORE_HTTP_PORTS", "0"), ("ConnectionStrings__db", database.ConnectionString), .. settings];
        var id = await engine.DockerAsync(
            [
                "run", "--detach", "--network", "host", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "512m",
                "--volume", $"{socket}:{PostgresFolder}/{PostgresSocket}", .. all.SelectMany(setting => (string[])["--env", $"{setting.Key}={setting.Value}"]), image,
            ]);
        var processId = int.Parse(await engine.DockerAsync("inspect", "--format", "{{.State.Pid}}", id), null);
        var container = new ApiContainer(engine, id, processId);
        await container.BecomesHealthyAsync();
        return container;
    }

    /// <summary>What the engine does for whoever wants it gone: SIGTERM, and SIGKILL when the grace period is over.</summary>
    /// <returns>The exit code: 137 after SIGKILL.</returns>
    public async Task<int> StopAsync(TimeSpan grace)
    {
        await _engine.DockerAsync("stop", "--time", $"{grace.TotalSeconds}", _id);
        return int.Parse(await _engine.DockerAsync("inspect", "--format", "{{.State.ExitCode}}", _id), null);
    }

    public Task<string> LogAsync() => _engine.DockerAsync("logs", _id);

    public void Dispose() => Client.Dispose(); // the container goes with the engine

    private Task BecomesHealthyAsync() => Eventually.PassesAsync(
        async () =>
        {
            var ports = ListeningPorts.Of([$"/proc/{ProcessId}"]);
            Assert.True(ports.Count == 1, await LogAsync());
            Client.BaseAddress ??= new Uri($"http://127.0.0.1:{ports[0]}");
            using var health = await Client.GetAsync("/health");
            Assert.True(health.IsSuccessStatusCode, await health.Content.ReadAsStringAsync() + await LogAsync());
        },
        HealthyDeadline);
}
