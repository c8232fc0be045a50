using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers database contexts on PostgreSQL.</summary>
public static class AspireEFPostgreSqlExtensions
{
    private const string ConfigurationSection = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";
    private const string TelemetryName = "Npgsql";

    /// <summary>Registers <typeparamref name="TContext"/>: pooled, with retries, a health check of its name, traces and metrics.</summary>
    /// <param name="builder">Where configuration is read from and services are added to.</param>
    /// <param name="connectionName">The key under ConnectionStrings.</param>
    /// <param name="configureSettings">Changes the settings after they were read.</param>
    /// <param name="configureDbContextOptions">Changes the options after they were set; called once.</param>
    /// <exception cref="InvalidOperationException">There is no connection string; thrown when the first context is made.</exception>
    public static void AddNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null) where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = Read<TContext>(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);

        builder.Services.AddDbContextPool<TContext>(options =>
        {
            if (string.IsNullOrWhiteSpace(settings.ConnectionString))
                throw new InvalidOperationException(Missing<TContext>(connectionName));

            options.UseNpgsql(settings.ConnectionString, npgsql => npgsql.EnableRetryOnFailure());
            configureDbContextOptions?.Invoke(options);
        });

        builder.Services.AddHealthChecks().AddCheck<DbContextCheck<TContext>>(typeof(TContext).Name);
        builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(TelemetryName));
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(TelemetryName));
    }

    private static NpgsqlEntityFrameworkCorePostgreSQLSettings Read<TContext>(IConfiguration configuration, string connectionName)
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var ofContext = configuration.GetSection($"{ConfigurationSection}:{typeof(TContext).Name}");
        (ofContext.Exists() ? ofContext : configuration.GetSection(ConfigurationSection)).Bind(settings);
        settings.ConnectionString = configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        return settings;
    }

    private static string Missing<TContext>(string connectionName) =>
        $"{typeof(TContext).Name} has no connection string. Set ConnectionStrings:{connectionName}, "
        + $"or ConnectionString in {ConfigurationSection} or {ConfigurationSection}:{typeof(TContext).Name}.";
}
