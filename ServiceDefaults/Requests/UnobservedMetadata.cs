namespace ServiceDefaults.Requests;

/// <summary>On an endpoint that is neither counted, logged nor traced.</summary>
internal sealed class UnobservedMetadata
{
    public static readonly UnobservedMetadata Instance = new();
}
