namespace Api.Data;

/// <summary>What a command does.</summary>
internal enum QueryType
{
    Select,
    Insert,
    Update,
    Delete,

    /// <summary>Anything else: changes of the schema, locks, what cannot be understood, and a connection that could not be had.</summary>
    Other,
}
