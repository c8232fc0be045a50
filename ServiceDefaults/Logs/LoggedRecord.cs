using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Logs;

/// <summary>What is to be written of one record, gathered from its state, its scopes and its formatter. Secrets are masked here, for every format.</summary>
internal sealed class LoggedRecord
{
    // Far more than anybody reads. A scope that is a whole dictionary must not become the line.
    private const int MaxFields = 256;

    private readonly List<KeyValuePair<string, object?>> _fields = [];
    private readonly List<object?> _scopes = [];
    private readonly List<object> _masked = [];

    private int _ownFields;
    private string? _originalFormat;
    private string? _message;

    /// <summary>The record's own fields, and behind them those of its scopes from the outermost.</summary>
    public ReadOnlySpan<KeyValuePair<string, object?>> Fields => CollectionsMarshal.AsSpan(_fields);

    public ReadOnlySpan<KeyValuePair<string, object?>> ScopeFields => Fields[_ownFields..];

    /// <summary>The scopes that have no names for what they say, from the outermost.</summary>
    public ReadOnlySpan<object?> Scopes => CollectionsMarshal.AsSpan(_scopes);

    /// <summary>Whether there were more fields than a line takes.</summary>
    public bool HasOmitted { get; private set; }

    public void Read<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter, IExternalScopeProvider scopes)
    {
        Clear();
        if (state is IEnumerable<KeyValuePair<string, object?>> fields)
            ReadFields(fields);
        _ownFields = _fields.Count;

        // The framework's own formatters do what the template says, and a mask has to come into the message: both without the formatter.
        if (_ownFields == 0 || _originalFormat is null || (_masked.Count == 0 && !Framework<TState>.Has(formatter)))
            _message = Masked(Format(state, exception, formatter));

        scopes.ForEachScope(static (scope, record) => record.ReadScope(scope), this);
    }

    /// <summary>Lets go of all values.</summary>
    public void Clear()
    {
        _fields.Clear();
        _scopes.Clear();
        _masked.Clear();
        _originalFormat = null;
        _message = null;
        HasOmitted = false;
    }

    /// <summary>Writes the message into a text that has begun.</summary>
    public void WriteMessage(LineBuffer line)
    {
        if (_message is not null)
            line.Text(_message);
        else
            MessageTemplate.Of(_originalFormat!).Write(line, Fields[.._ownFields]);
    }

    /// <summary>Whether a field is the one of its name that counts: the record's own before a scope's, an inner scope's before an outer's.</summary>
    public bool Counts(int index)
    {
        var fields = Fields;
        var name = fields[index].Key;
        var before = fields[..Math.Min(index, _ownFields)];
        var after = index < _ownFields ? default : fields[(index + 1)..];
        return !Contains(before, name) && !Contains(after, name);
    }

    private static bool Contains(ReadOnlySpan<KeyValuePair<string, object?>> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Key == name)
                return true;
        }

        return false;
    }

    private string Format<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            return formatter(state, exception) ?? "";
        }
        catch (Exception thrown)
        {
            return $"{_originalFormat} {LogValue.Thrown(thrown)}".TrimStart();
        }
    }

    private string Masked(string message)
    {
        foreach (var secret in _masked)
        {
            if (LogValue.TextOf(secret) is { Length: > 0 } text)
                message = message.Replace(text, SecretNames.Mask, StringComparison.Ordinal);
        }

        return message;
    }

    private void ReadScope(object? scope)
    {
        var before = _fields.Count;
        if (scope is IEnumerable<KeyValuePair<string, object?>> fields)
            ReadFields(fields);
        if (_fields.Count == before && scope is not null)
            _scopes.Add(scope);
    }

    private void ReadFields(IEnumerable<KeyValuePair<string, object?>> fields)
    {
        try
        {
            if (fields is IReadOnlyList<KeyValuePair<string, object?>> list)
            {
                for (var i = 0; i < list.Count && !HasOmitted; i++)
                    ReadField(list, i);
                return;
            }

            foreach (var field in fields)
            {
                Add(field);
                if (HasOmitted)
                    return;
            }
        }
        catch (Exception thrown)
        {
            AddUnreadable(thrown);
        }
    }

    // One by one: a template with a hole too many throws at that one only.
    private void ReadField(IReadOnlyList<KeyValuePair<string, object?>> fields, int index)
    {
        try
        {
            Add(fields[index]);
        }
        catch (Exception thrown)
        {
            AddUnreadable(thrown);
        }
    }

    private void AddUnreadable(Exception thrown) => Add(new("unreadable", LogValue.Thrown(thrown)));

    private void Add(KeyValuePair<string, object?> field)
    {
        var (name, value) = (field.Key ?? "", field.Value);
        if (name == SecretFields.OriginalFormat)
        {
            // A scope's says how the scope was made, not what the record says.
            _originalFormat ??= value as string;
        }
        else if (_fields.Count == MaxFields)
        {
            HasOmitted = true;
        }
        else if (SecretFields.IsSecret(name, value))
        {
            _masked.Add(value!);
            _fields.Add(new(name, SecretNames.Mask));
        }
        else
        {
            _fields.Add(new(name, value));
        }
    }

    /// <summary>Which formatter of a state is the framework's own. One that somebody wraps round it may say something else.</summary>
    private static class Framework<TState>
    {
        private static readonly bool IsItsState = typeof(TState).Assembly == typeof(ILogger).Assembly;
        private static Func<TState, Exception?, string>? _itsFormatter;

        public static bool Has(Func<TState, Exception?, string> formatter)
        {
            if (!IsItsState || ReferenceEquals(formatter, _itsFormatter))
                return IsItsState;
            if (formatter.Method.Module.Assembly != typeof(ILogger).Assembly)
                return false;

            _itsFormatter = formatter;
            return true;
        }
    }
}
