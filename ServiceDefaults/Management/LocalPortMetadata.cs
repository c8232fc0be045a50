namespace ServiceDefaults.Management;

/// <summary>On an endpoint that is there for connections to one port only.</summary>
internal sealed record LocalPortMetadata(int Port);
