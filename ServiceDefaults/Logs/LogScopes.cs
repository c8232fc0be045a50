using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Logs;

/// <summary>
/// The scopes of all loggers of a service. Secrets are masked when a scope begins: a record of OpenTelemetry's lets nobody change its scopes later.
/// </summary>
internal sealed class LogScopes : IExternalScopeProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => _scopes.ForEachScope(callback, state);

    public IDisposable Push(object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> fields)
            return _scopes.Push(state);

        try
        {
            var list = fields as IReadOnlyList<KeyValuePair<string, object?>> ?? [.. fields];
            if (IsOfConnection(list))
                return Nothing.Instance;
            return _scopes.Push(SecretFields.AnyIn(list) ? new MaskedScope(list, state.ToString()) : state);
        }
        catch (Exception thrown)
        {
            return _scopes.Push(LogValue.Thrown(thrown));
        }
    }

    // Kestrel's: each request on the connection would pay 88 bytes for it, and a record has the ids of its request.
    private static bool IsOfConnection(IReadOnlyList<KeyValuePair<string, object?>> fields) => fields.Count == 1 && fields[0].Key == "ConnectionId";

    private sealed class MaskedScope(IReadOnlyList<KeyValuePair<string, object?>> fields, string? text) : List<KeyValuePair<string, object?>>(SecretFields.Mask(fields))
    {
        private readonly string? _text = SecretFields.MaskMessage(text, fields);

        public override string? ToString() => _text;
    }

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
