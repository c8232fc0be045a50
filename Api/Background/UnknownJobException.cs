namespace Api.Background;

/// <summary>Another version may have done it, but none has come for it.</summary>
internal sealed class UnknownJobException(string type) : Exception($"No version that runs has a handler for jobs of the type {type}.");
