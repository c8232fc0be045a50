using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Api.Data;

/// <summary>
/// Measures every command of EF Core, and every connection that could not be had for one. What goes wrong after the first rows came, while the others are
/// read, EF Core tells no interceptor. Migrations are left out: they run once, and ask for what they expect to fail. Nothing that goes wrong here reaches
/// the command.
/// </summary>
internal sealed class QueryInterceptor(QueryMetrics metrics, ILogger<QueryInterceptor> logger) : DbCommandInterceptor, IDbConnectionInterceptor
{
    private static readonly Query Connecting = new(QueryType.Other, Query.OtherTable);

    private QueryCache? _queries; // there is a model as soon as there is a context

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Measure(command, eventData, eventData.Duration);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Measure(command, eventData, eventData.Duration);
        return new(result);
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Measure(command, eventData, eventData.Duration);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Measure(command, eventData, eventData.Duration);
        return new(result);
    }

    public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result)
    {
        Measure(command, eventData, eventData.Duration);
        return result;
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Measure(command, eventData, eventData.Duration);
        return new(result);
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) =>
        Measure(command, eventData, eventData.Duration, QueryErrors.Of(eventData.Exception));

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Measure(command, eventData, eventData.Duration, QueryErrors.Of(eventData.Exception));
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) =>
        Measure(command, eventData, eventData.Duration, QueryError.Cancelled);

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Measure(command, eventData, eventData.Duration, QueryError.Cancelled);
        return Task.CompletedTask;
    }

    public void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) =>
        Measure(command: null, eventData, eventData.Duration, QueryError.Connection);

    public Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Measure(command: null, eventData, eventData.Duration, QueryError.Connection);
        return Task.CompletedTask;
    }

    public void ConnectionCanceled(DbConnection connection, ConnectionEndEventData eventData) =>
        Measure(command: null, eventData, eventData.Duration, QueryError.Cancelled);

    public Task ConnectionCanceledAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Measure(command: null, eventData, eventData.Duration, QueryError.Cancelled);
        return Task.CompletedTask;
    }

    private void Measure(DbCommand? command, DbContextEventData eventData, TimeSpan elapsed, QueryError? error = null)
    {
        try
        {
            if (!metrics.Enabled || eventData is CommandEventData { CommandSource: CommandSource.Migrations })
                return;

            var query = QueryOf(command, eventData.Context);
            if (error is null)
                metrics.Answered(query, elapsed);
            else
                metrics.Failed(query, error.Value, elapsed);
        }
        catch (Exception exception) // of whoever listens to the meter
        {
            logger.NotMeasured(exception);
        }
    }

    private Query QueryOf(DbCommand? command, DbContext? context)
    {
        if (_queries is null && context is not null)
            _queries = new(new(context.Model));
        return command is null ? Connecting : _queries?.Find(command.CommandText) ?? Connecting;
    }
}
