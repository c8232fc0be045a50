using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Otlp;

/// <summary>Masks secrets when a scope begins, for every logger of the service: a log record lets nobody change its scopes later.</summary>
/// <remarks>Taking the place of the framework's own, it also leaves out the ids of the span, which each record has anyway.</remarks>
internal sealed class MaskedScopes : IExternalScopeProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => _scopes.ForEachScope(callback, state);

    public IDisposable Push(object? state) =>
        _scopes.Push(state is IEnumerable<KeyValuePair<string, object?>> fields && SecretFields.AnyIn([.. fields]) ? new MaskedScope([.. fields], state.ToString()) : state);

    private sealed class MaskedScope(IReadOnlyList<KeyValuePair<string, object?>> fields, string? text) : List<KeyValuePair<string, object?>>(SecretFields.Mask(fields))
    {
        private readonly string? _text = SecretFields.MaskMessage(text, fields);

        public override string? ToString() => _text;
    }
}
