using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ServiceDefaults;

namespace Api.Data;

/// <summary>PostgreSQL: the context, its migrations, what it is asked, and what happens while it is not there.</summary>
internal static class DataModule
{
    public const string ConnectionName = "db";

    public static void AddData(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<AppDbContext>(
            ConnectionName,
            settings => builder.Services.AddSingleton(
                new DatabaseAddress(settings.ConnectionString = DatabaseDeadlines.ApplyTo(Required(settings.ConnectionString, builder.Configuration)))),
            options => options
                .UseNpgsql(npgsql => npgsql
                    .ExecutionStrategy(dependencies => new RetryWhatFailsFast(dependencies))
                    .ConfigureDataSource(source => source.Name = ConnectionName)) // a metric label, and by default the connection string
                .ConfigureWarnings(LogFailuresOnce));

        builder.AddMetrics<QueryMetrics>();
        builder.Services.AddSingleton<QueryInterceptor>();
        builder.Services.ConfigureDbContext<AppDbContext>((services, options) => options.AddInterceptors(services.GetRequiredService<QueryInterceptor>()));

        builder.Services.AddSingleton<DatabaseReadiness>();
        builder.Services.AddSingleton<DatabaseMigrations>();
        builder.Services.AddHostedService<DatabaseMigrator>();
        builder.Services.AddHostedService<StateReaders>();
        builder.Services.AddHostedService<ExpiredRows>();
        builder.Services.AddHealthChecks().AddCheck<MigrationsCheck>("Migrations");
        builder.Services.AddExceptionHandler<DatabaseExceptionHandler>();
    }

    /// <summary>Migrates the database and nothing else: the program's command <c>migrate</c>, for a deployment that does it once, before its replicas.</summary>
    public static async Task MigrateDatabaseAsync(this WebApplication app)
    {
        await using (app) // with it goes the last line of the log
            await app.Services.GetRequiredService<DatabaseMigrations>().ApplyAsync(CancellationToken.None);
    }

    /// <summary>Answers 503 to what needs the database until it is there. Before authentication: tokens are read with keys that lie in it.</summary>
    public static void UseDatabaseGate(this IApplicationBuilder app) => app.UseMiddleware<DatabaseGate>();

    /// <summary>Marks endpoints that <see cref="UseDatabaseGate"/> guards.</summary>
    public static TBuilder RequireDatabase<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new DatabaseGate.Marker()).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static string Required(string? connectionString, IConfiguration configuration) => string.IsNullOrWhiteSpace(connectionString)
        ? DatabaseUrl.ConnectionStringFrom(configuration)
            ?? throw new InvalidOperationException($"The Api needs PostgreSQL. Start it with the AppHost, or set ConnectionStrings:{ConnectionName} or {DatabaseUrl.Key}.")
        : connectionString;

    // An exception is logged by whoever handles it. There is no model snapshot to compare with: a test compares the migrated database itself.
    private static void LogFailuresOnce(WarningsConfigurationBuilder warnings) => warnings
        .Ignore(RelationalEventId.PendingModelChangesWarning)
        .Log(
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.TransactionError, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug));
}
