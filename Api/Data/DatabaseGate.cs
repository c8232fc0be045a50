namespace Api.Data;

/// <summary>Middleware: until the database was migrated, endpoints that need it answer 503.</summary>
internal sealed class DatabaseGate(RequestDelegate next, DatabaseReadiness readiness)
{
    public Task InvokeAsync(HttpContext context) =>
        readiness.IsReady || context.GetEndpoint()?.Metadata.GetMetadata<Marker>() is null ? next(context) : DatabaseExceptionHandler.AnswerUnavailableAsync(context);

    /// <summary>On endpoints that need the database.</summary>
    internal sealed record Marker;
}
