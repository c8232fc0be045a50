using Api.Data;
using Npgsql;
using OpenTelemetry;

namespace Api.Caching;

/// <summary>Hears of every change, on a connection of its own, and has the cache forget what changed. The cache is trusted only while it listens.</summary>
internal sealed class CacheListener(DatabaseAddress address, Cache cache, TimeProvider time, ILogger<CacheListener> logger) : BackgroundService
{
    // Seconds. A server that says nothing for as long is asked, and has as long again to answer.
    private const int KeepAlive = 5;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin(); // nobody asked for it, and it never ends
        await using var source = NewSource();
        for (; ; await Task.Delay(Delay, time, stoppingToken))
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                await ListenAsync(connection, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.NotListening(cache.IsTrusted ? LogLevel.Warning : LogLevel.Debug, exception.Message); // once an outage
            }
            finally
            {
                cache.Distrust();
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        connection.Notification += (_, notification) =>
        {
            foreach (var key in CacheInvalidations.Read(notification.Payload))
                cache.Remove(key);
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {CacheInvalidations.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        cache.Trust();
        logger.Listening();
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    private NpgsqlDataSource NewSource() =>
        new NpgsqlDataSourceBuilder(address.ConnectionString)
        {
            Name = CacheInvalidations.Channel, // a metric label, and by default the connection string
            ConnectionStringBuilder = { Pooling = false, KeepAlive = KeepAlive },
        }.Build();
}
