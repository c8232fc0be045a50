using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Api;

/// <summary>
/// Finds which value in the address of a refused request cannot be read: the framework's generated delegates answer 400 for an optional one without a word.
/// </summary>
internal static class UnreadableParameter
{
    public static string? DetailFor(HttpRequest request, Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().FirstOrDefault(parameter => parameter.HasTryParse && !IsReadable(parameter, request)) is { } unreadable
            ? $"{unreadable.Name} cannot be read: it is not what the API's description says of it."
            : null;

    private static bool IsReadable(IParameterBindingMetadata parameter, HttpRequest request)
    {
        var text = request.RouteValues[parameter.Name]?.ToString() ?? request.Query[parameter.Name].ToString();
        if (text.Length == 0)
            return true;

        var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
        var tryParse = type.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static, [typeof(string), type.MakeByRefType()]);
        return tryParse is null || (bool)tryParse.Invoke(null, [text, null])!;
    }
}
