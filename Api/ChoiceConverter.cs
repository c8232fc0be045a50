using System.Text.Json;
using System.Text.Json.Serialization;

namespace Api;

/// <summary>Reads and writes enums as <see cref="Choice{TEnum}"/> names them.</summary>
internal sealed class ChoiceConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Choice<TEnum>.TryParse(reader.GetString(), out var choice) ? choice.Value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(new Choice<TEnum>(value).Name);
    }
}
