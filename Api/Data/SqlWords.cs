namespace Api.Data;

/// <summary>
/// Walks through PostgreSQL's SQL word by word (https://www.postgresql.org/docs/current/sql-syntax-lexical.html) and passes over comments, texts, numbers,
/// parameters and operators: what they say is no SQL. Allocates nothing.
/// </summary>
internal ref struct SqlWords(ReadOnlySpan<char> sql)
{
    private readonly ReadOnlySpan<char> _sql = sql;
    private int _next;

    /// <summary>A key word or a name, without its quotes; or one of the signs <c>( ) ; .</c></summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Whether it stood in double quotes, and so is a name.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>In how many parentheses; an opening one counts itself.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether it is this key word or sign.</summary>
    public readonly bool Is(string word) => !IsQuoted && Current.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        IsQuoted = false;
        while (_next < _sql.Length)
        {
            var rest = _sql[_next..];
            switch (rest[0])
            {
                case '-' when rest.StartsWith("--"):
                    _next += LengthUntil(rest, "\n");
                    break;
                case '/' when rest.StartsWith("/*"):
                    _next += LengthOfComment(rest);
                    break;
                case '\'':
                    _next += LengthOfQuoted(rest, hasEscapes: false);
                    break;
                case '$':
                    _next += LengthOfDollars(rest);
                    break;
                case '"':
                    var length = LengthOfQuoted(rest, hasEscapes: false);
                    IsQuoted = true;
                    return Take(rest[1..Math.Max(1, length - 1)], length);
                case '(' or ')' or ';' or '.':
                    Depth += rest[0] switch { '(' => 1, ')' => -1, _ => 0 };
                    return Take(rest[..1], 1);
                case 'e' or 'E' when rest.Length > 1 && rest[1] == '\'':
                    _next += 1 + LengthOfQuoted(rest[1..], hasEscapes: true);
                    break;
                case var digit when char.IsAsciiDigit(digit): // 0x1F, 1_000, 1.5e3
                    _next += LengthOfWord(rest, alsoDots: true);
                    break;
                case var letter when IsOfWord(letter):
                    return Take(rest[..LengthOfWord(rest, alsoDots: false)], LengthOfWord(rest, alsoDots: false));
                default:
                    _next++;
                    break;
            }
        }

        Current = default;
        return false;
    }

    private bool Take(ReadOnlySpan<char> word, int length)
    {
        Current = word;
        _next += length;
        return true;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int LengthOfWord(ReadOnlySpan<char> text, bool alsoDots)
    {
        var length = 1;
        while (length < text.Length && (IsOfWord(text[length]) || text[length] == '$' || (alsoDots && text[length] == '.')))
            length++;
        return length;
    }

    // 'it''s' and "a ""name"""; with escapes also E'it\'s'
    private static int LengthOfQuoted(ReadOnlySpan<char> text, bool hasEscapes)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (hasEscapes && text[i] == '\\')
                i++;
            else if (text[i] == text[0] && (i + 1 == text.Length || text[i + 1] != text[0]))
                return i + 1;
            else if (text[i] == text[0])
                i++;
        }

        return text.Length;
    }

    // $$text$$ and $tag$text$tag$; but $1 is a parameter
    private static int LengthOfDollars(ReadOnlySpan<char> text)
    {
        var tag = 1;
        while (tag < text.Length && IsOfWord(text[tag]))
            tag++;
        if (tag == text.Length || text[tag] != '$' || char.IsAsciiDigit(text[1]))
            return tag;

        var quote = text[..(tag + 1)];
        return quote.Length + LengthUntil(text[quote.Length..], quote);
    }

    // Comments may hold comments.
    private static int LengthOfComment(ReadOnlySpan<char> text)
    {
        var depth = 1;
        var i = 2;
        while (i < text.Length && depth > 0)
        {
            var isEdge = text[i..].StartsWith("/*") || text[i..].StartsWith("*/");
            depth += !isEdge ? 0 : text[i] == '/' ? 1 : -1;
            i += isEdge ? 2 : 1;
        }

        return i;
    }

    private static int LengthUntil(ReadOnlySpan<char> text, ReadOnlySpan<char> end) => text.IndexOf(end) is >= 0 and var found ? found + end.Length : text.Length;
}
