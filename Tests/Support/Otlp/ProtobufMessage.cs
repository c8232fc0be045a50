using System.Text;
using ServiceDefaults.Otlp;

namespace Tests.Support.Otlp;

/// <summary>One message of protobuf, read without its schema: whoever asks knows the numbers of the fields.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, ulong Value, byte[]? Bytes)> _fields = [];

    public ProtobufMessage(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufReader(message);
        while (fields.Read())
            _fields.Add((fields.Field, fields.Number, fields.IsMessage ? fields.Bytes.ToArray() : null));
        Assert.True(fields.IsValid, "This is no protobuf.");
    }

    public IEnumerable<ProtobufMessage> Messages(int number) => Bytes(number).Select(bytes => new ProtobufMessage(bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).LastOrDefault([]));

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).LastOrDefault([]));

    public ulong Number(int number) => _fields.LastOrDefault(field => field.Number == number).Value;

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    private IEnumerable<byte[]> Bytes(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes ?? []);
}
