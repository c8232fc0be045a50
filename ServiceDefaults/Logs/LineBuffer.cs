using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServiceDefaults.Logs;

/// <summary>One line in the making, as UTF-8. Text that goes in cannot end the line, nor the quotes that it stands in.</summary>
internal sealed class LineBuffer
{
    /// <summary>A text is cut when it is longer than this many bytes, so that a line stays below half a megabyte.</summary>
    public const int TextLimit = 64 * 1024;

    // What an encoded UTF-16 unit takes at most: \u001B.
    private const int BytesPerUnit = 6;
    private const int PieceLength = 512;
    private const int LastingCapacity = TextLimit;

    // What stands for itself. All else is looked at one by one.
    private static readonly SearchValues<char> Unquoted = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);
    private static readonly SearchValues<char> Quoted = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except("\"\\")]);

    private readonly byte[] _second = new byte["2026-11-20T12:00:00.".Length];

    private byte[] _bytes = new byte[1024];
    private SearchValues<char> _plain = Unquoted;
    private long _secondOfText = -1;
    private int _textEnd = int.MaxValue;
    private bool _isCut;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Begins a line.</summary>
    /// <param name="quotes">Whether quotes and backslashes in texts are escaped.</param>
    public void Begin(bool quotes)
    {
        if (_bytes.Length > LastingCapacity)
            _bytes = new byte[1024];
        _plain = quotes ? Quoted : Unquoted;
        Truncate(0);
    }

    /// <summary>Takes back what was written beyond a length.</summary>
    public void Truncate(int length)
    {
        Length = length;
        _textEnd = int.MaxValue;
        _isCut = false;
    }

    /// <summary>Bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>What formats itself as ASCII without quotes and control characters: numbers, above all.</summary>
    public void Ascii<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
    {
        int written;
        for (var size = 64; ; size *= 2)
        {
            Reserve(size);
            if (value.TryFormat(_bytes.AsSpan(Length), out written, format, CultureInfo.InvariantCulture))
                break;
        }

        Length += written;
    }

    public void Integer(long value)
    {
        if (value is >= 0 and < 1000)
        {
            // A status, a count, most durations.
            Reserve(3);
            if (value >= 100)
                _bytes[Length++] = Digit(value / 100);
            if (value >= 10)
                _bytes[Length++] = Digit(value / 10 % 10);
            _bytes[Length++] = Digit(value % 10);
            return;
        }

        Ascii(value);
    }

    /// <summary>As few digits as tell the number from every other.</summary>
    public void Number(double value)
    {
        // The shortest form that reads back costs 130 ns. Thousandths, which is what durations are in, need no search for it.
        var thousandths = value is > -1e9 and < 1e9 ? (long)Math.Round(value * 1000) : 0;
        if (thousandths / 1000.0 != value || (thousandths == 0 && double.IsNegative(value)))
        {
            Ascii(value);
            return;
        }

        if (thousandths < 0)
            Raw("-"u8);
        var (whole, part) = Math.DivRem(Math.Abs(thousandths), 1000);
        Integer(whole);
        if (part == 0)
            return;

        Reserve(4);
        _bytes[Length++] = (byte)'.';
        _bytes[Length++] = Digit(part / 100);
        if (part % 100 == 0)
            return;
        _bytes[Length++] = Digit(part / 10 % 10);
        if (part % 10 != 0)
            _bytes[Length++] = Digit(part % 10);
    }

    /// <summary><c>2026-11-20T12:00:00.123Z</c>, or <c>12:00:00.123Z</c>.</summary>
    public void Timestamp(DateTimeOffset time, bool withDate)
    {
        var ticks = time.UtcTicks;
        var second = ticks / TimeSpan.TicksPerSecond;
        if (second != _secondOfText)
        {
            new DateTime(ticks, DateTimeKind.Utc).TryFormat(_second, out _, "yyyy-MM-ddTHH:mm:ss.", CultureInfo.InvariantCulture);
            _secondOfText = second;
        }

        var milliseconds = (int)(ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMillisecond);
        Raw(_second.AsSpan(withDate ? 0 : "2026-11-20T".Length));
        Raw([Digit(milliseconds / 100), Digit(milliseconds / 10 % 10), Digit(milliseconds % 10), (byte)'Z']);
    }

    /// <summary>Begins a text that may consist of several pieces, and is cut as a whole when it is too long.</summary>
    public void BeginText() => _textEnd = Length + TextLimit;

    public void EndText()
    {
        if (_isCut)
            Raw("… (cut)"u8);
        _textEnd = int.MaxValue;
        _isCut = false;
    }

    /// <summary>ASCII without anything that would have to be escaped.</summary>
    public void Plain(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        System.Text.Ascii.FromUtf16(text, _bytes.AsSpan(Length), out _);
        Length += text.Length;
    }

    /// <summary>Text with its control characters escaped.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Length >= _textEnd)
            {
                _isCut = true;
                return;
            }

            var length = Math.Min(text.Length, PieceLength);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
                length--; // the other half comes with the next piece, or as this one's own when it is the first
            Escape(text[..length]);
            text = text[length..];
        }
    }

    private static byte Digit(long value) => (byte)('0' + value);

    private void Escape(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * BytesPerUnit);
        while (true)
        {
            var plain = text.IndexOfAnyExcept(_plain);
            if (plain < 0)
                plain = text.Length;
            System.Text.Ascii.FromUtf16(text[..plain], _bytes.AsSpan(Length), out _);
            Length += plain;
            if (plain == text.Length)
                return;

            text = text[plain..];
            Rune.DecodeFromUtf16(text, out var rune, out var consumed); // half a surrogate pair is U+FFFD
            Escape(rune);
            text = text[consumed..];
        }
    }

    private void Escape(Rune rune)
    {
        var escape = rune.Value switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\t' => "\\t"u8,
            '\n' => "\\n"u8,
            '\f' => "\\f"u8,
            '\r' => "\\r"u8,
            _ => default,
        };
        if (!escape.IsEmpty)
        {
            Raw(escape);
        }
        else if (IsUnsafe(rune))
        {
            Raw("\\u"u8);
            Ascii(rune.Value, "X4");
        }
        else
        {
            Length += rune.EncodeToUtf8(_bytes.AsSpan(Length));
        }
    }

    // Control characters, also those of 8 bits; line and paragraph separators; and what turns the direction of the text round it.
    private static bool IsUnsafe(Rune rune) => Rune.IsControl(rune) || rune.Value is (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);
    }

    private void Grow(int count) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
}
