namespace ServiceDefaults.Recording;

/// <summary>Tags, as they were first recorded, with their series.</summary>
internal sealed record TagsEntry(int Hash, KeyValuePair<string, object?>[] Tags, Series Series);
