using System.Collections.Frozen;

namespace ServiceDefaults.Requests;

/// <summary>A closed list of methods for labels and span names: any client can make up another.</summary>
internal static class RequestMethods
{
    /// <summary>Stands for every method outside <see cref="Known"/>.</summary>
    public const string Other = "_OTHER";

    /// <summary>The nine of HTTP, as .NET's own meter names them.</summary>
    public static readonly string[] Known = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE"];

    private static readonly FrozenDictionary<string, int> Indices =
        Known.Select(KeyValuePair.Create<string, int>).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a method stands in <see cref="Known"/>; its length for any other.</summary>
    public static int IndexOf(string method) => method == "GET" ? 0 : Indices.GetValueOrDefault(method, Known.Length);

    public static string NameOf(int index) => index < Known.Length ? Known[index] : Other;
}
