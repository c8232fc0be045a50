using System.Text.Json;
using System.Text.Json.Serialization;

namespace Api;

/// <summary>How the Api reads and writes JSON.</summary>
internal static class Json
{
    public static void AddJson(this IHostApplicationBuilder builder) => builder.Services.ConfigureHttpJsonOptions(options =>
    {
        // Else a number may come as a string too, and the API's description says so of every number.
        options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;

        // Else the last one wins, and whoever looked at the first was shown something else.
        options.SerializerOptions.AllowDuplicateProperties = false;
        options.SerializerOptions.Converters.Add(new ChoiceConverter());
    });

    /// <summary>What a value of an enum is called.</summary>
    public static string NameOf(string value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value);
}
