using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>A kind of object that the engine manages through its Kubernetes-like API.</summary>
internal interface IDcpObject<T>
    where T : class, IDcpObject<T>
{
    /// <summary>The name of the collection in addresses.</summary>
    static abstract string Plural { get; }

    static abstract JsonTypeInfo<T> JsonType { get; }

    ObjectMetadata Metadata { get; }
}
