namespace Api.Data;

/// <summary>
/// At start, has the database migrated or waits until it is. <c>Database:Migrations</c> says which: <c>apply</c>, or <c>wait</c> where a
/// deployment runs the program's command <c>migrate</c> before its replicas.
/// </summary>
internal sealed class DatabaseMigrator : BackgroundService
{
    private const string Key = "Database:Migrations";

    private readonly Func<CancellationToken, Task> _migrate;
    private readonly DatabaseReadiness _readiness;

    public DatabaseMigrator(DatabaseMigrations migrations, DatabaseReadiness readiness, IConfiguration configuration)
    {
        _readiness = readiness;
        _migrate = configuration[Key]?.ToLowerInvariant() switch
        {
            null or "" or "apply" => migrations.ApplyAsync,
            "wait" => migrations.WaitAsync,
            _ => throw new InvalidOperationException($"{Key} is '{configuration[Key]}'. Set it to apply (the default), or to wait for another process to migrate the database."),
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _migrate(stoppingToken);
        _readiness.SetReady();
    }
}
