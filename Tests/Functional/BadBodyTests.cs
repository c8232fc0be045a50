using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Bodies that are wrong as a whole: too large, too deep, in another format or encoding.</summary>
public sealed class BadBodyTests(TwoFamilies families) : IClassFixture<TwoFamilies>
{
    private const string Marker = Refusals.Marker;
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const int Limit = 64 * 1024;

    [Theory]
    [MemberData(nameof(Bodies.Names), MemberType = typeof(Bodies))]
    public async Task Body_ThatIsNoObjectOfJson_IsRefused(string name)
    {
        var body = Bodies.All[name];
        var good = families.Fill(body.With());
        var (first, json) = body.Fields[0];
        var refusals = new Refusals(families);

        string[] texts =
        [
            "[]", "[{}]", $"\"{Marker}\"", "1", "true", "{", "}", $"{{\"{Marker}", $"{{{Marker}:1}}", good[..^1], good[1..], good + Marker, good + good, good + "]", $"/* {Marker} */" + good,
            good[..^1] + ",}", good.Replace('"', '\''), $"{{\"deep\":{new string('[', 1000)}{new string(']', 1000)}}}", $"<{Marker}/>", "\0" + good,
        ];
        foreach (var text in texts)
            await SendAsync(refusals, body, Content(text), 400, "cannot be read at $", text);
        foreach (var twice in (string[])[body.With((first, json), (first, json)), body.With((first, json), (first.ToUpperInvariant(), json))])
            await SendAsync(refusals, body, Content(families.Fill(twice)), 400, "cannot be read at $", "a property twice");
        foreach (var bytes in (byte[][])[[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80]])
            await SendAsync(refusals, body, Content([.. Encoding.UTF8.GetBytes($"{{\"{first}\":\""), .. bytes, .. "\"}"u8]), 400, $"$.{first}", "no UTF-8");
        if (name != "approval") // which can do without
        {
            await SendAsync(refusals, body, Content(""), 400, "body is missing", "an empty body");
            await SendAsync(refusals, body, Content("null"), 400, "body is missing", "null");
            await SendAsync(refusals, body, content: null, 400, "body is missing", "no body");
        }

        await refusals.AssertRightAsync();
    }

    [Theory]
    [MemberData(nameof(Bodies.Names), MemberType = typeof(Bodies))]
    public async Task Body_OfAnotherType_IsRefused(string name)
    {
        var body = Bodies.All[name];
        var good = families.Fill(body.With());
        var refusals = new Refusals(families);

        foreach (var type in (string[])["text/plain", "application/xml", "application/octet-stream", "multipart/form-data; boundary=x", "text/json", $"x/{Marker}"])
            await SendAsync(refusals, body, Content(good, type), 415, "application/json", type);
        if (name is not ("register" or "login"))
            await SendAsync(refusals, body, Content("name=x", Form), 415, "application/json", "a form");
        foreach (var charset in (string[])["utf-16", "\"utf-8\"", "utf-32", "utf-7", "iso-8859-1", "\"windows-1252\"", Marker, "\"\""])
            await SendAsync(refusals, body, Content(good, $"{Json}; charset={charset}"), 415, "UTF-8", charset);
        await SendAsync(refusals, body, Content(Encoding.Unicode.GetBytes(good), $"{Json}; charset=utf-16"), 415, "UTF-8", "UTF-16");
        await SendAsync(refusals, body, Content(Encoding.Unicode.GetBytes(good)), 400, "cannot be read at $", "UTF-16 that says nothing of it");
        foreach (var coding in (string[])["gzip", "br", "deflate", "gzip, gzip", Marker])
        {
            var content = Content([0x1F, 0x8B, 8, 0, 0, 0]);
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            await SendAsync(refusals, body, content, 415, "Content-Encoding", coding);
        }

        await refusals.AssertRightAsync();
    }

    [Theory]
    [MemberData(nameof(Bodies.Names), MemberType = typeof(Bodies))]
    public async Task Body_BeyondTheLimit_IsRefused(string name)
    {
        var body = Bodies.All[name];
        var tooLarge = families.Fill(body.With()).PadRight(Limit + 1);
        var refusals = new Refusals(families);

        await SendAsync(refusals, body, Content(tooLarge), 413, "larger", "with its length");
        await SendAsync(refusals, body, new InChunks(tooLarge), 413, "larger", "in chunks");

        await refusals.AssertRightAsync();
    }

    [Theory]
    [InlineData("register")]
    [InlineData("login")]
    public async Task Form_ThatIsNone_IsRefused(string name)
    {
        var body = Bodies.All[name];
        var refusals = new Refusals(families);

        await SendAsync(refusals, body, Content($"name={new string('x', Limit)}", Form), 413, "larger", "a form beyond the limit");
        await SendAsync(refusals, body, Content(string.Join('&', Enumerable.Range(0, 5000).Select(i => $"f{i}=")), Form), 400, "too many fields", "thousands of fields");
        await SendAsync(refusals, body, Content($"{new string('k', 4000)}=1", Form), 400, "too long", "a name that is too long");
        await SendAsync(refusals, body, Content($"password={Marker}12345&password={Marker}67890", Form), 400, "twice", "a field twice");
        await SendAsync(refusals, body, Content($"Password={Marker}12345&password={Marker}67890", Form), 400, "twice", "a field twice in another case");
        await SendAsync(refusals, body, Content("", Form), 400, "body is missing", "an empty form");
        await SendAsync(refusals, body, Content("=&&=&;", Form), 400, "twice", "a form of nothing");
        await SendAsync(refusals, body, Content($"email=%{Marker}%zz%&password=%1&name=%", Form), name == "login" ? 401 : 400, name == "login" ? "wrong" : "Email", "percents of nothing");
        await SendAsync(refusals, body, Content($"{{\"email\":\"{Marker}\"}}", Form), 400, "Password", "JSON that says that it is a form");
        await SendAsync(refusals, body, Content("name=x", $"{Form}; charset=utf-7"), 415, "UTF-8", "a form in UTF-7");
        await SendAsync(refusals, body, Content($"email={Marker}%00%40example.com&password=correct-Horse-7-battery&name=x", Form), 400, "U+0000", "U+0000");
        if (name == "register")
        {
            await SendAsync(refusals, body, Content($"email={Marker}%40example.com&password=correct-Horse-7-battery&name=x&role={Marker}", Form), 400, "$.role", "an unknown role");
            await SendAsync(refusals, body, Content($"email={Marker}%40example.com&password=correct-Horse-7-battery&name=x&role=1", Form), 400, "$.role", "a number for a role");
        }

        await refusals.AssertRightAsync();
    }

    /// <summary>What is near the limits of the tests above, and within them.</summary>
    [Fact]
    public async Task Body_AtTheLimitOrWithWhatDoesNotMatter_IsTaken()
    {
        var good = families.Fill(Bodies.All["chore"].With());

        ByteArrayContent[] contents =
        [
            Content(good.PadRight(Limit)), Content(good, $"{Json}; charset=UTF-8"), Content(good.Replace(",", " ,\r\n\t", StringComparison.Ordinal)),
            Content(good[..^1] + ",\"unknown\":1}"),
        ];
        foreach (var content in contents)
        {
            using var response = await families["ada"].PostAsync("/api/v1/chores", content);
            Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("email", null)]
    [InlineData("email", "no address")]
    [InlineData("username", "a@b")]
    [InlineData("username", "ab")]
    [InlineData("password", "short")]
    [InlineData("password", null)]
    [InlineData("name", " ")]
    [InlineData("role", "boss")]
    public async Task Form_WithABadField_GetsTheAnswerOfTheSameJson(string field, string? value)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["email"] = $"{Guid.NewGuid():N}@example.com",
            ["password"] = Household.Password,
            ["name"] = "Ann",
            [field] = value,
        }.Where(each => each.Value is not null).ToDictionary(each => each.Key, each => each.Value!, StringComparer.Ordinal);

        using var form = await families["nobody"].PostAsync("/api/v1/users/register", new FormUrlEncodedContent(fields));
        using var json = await families["nobody"].PostAsJsonAsync("/api/v1/users/register", fields);

        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Equal((json.StatusCode, await json.ReadProblemAsync()), (form.StatusCode, await form.ReadProblemAsync()));
    }

    private static ByteArrayContent Content(string text, string type = Json) => Content(Encoding.UTF8.GetBytes(text), type);

    private static ByteArrayContent Content(byte[] bytes, string type = Json)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static Task SendAsync(Refusals refusals, Bodies body, HttpContent? content, int status, string? where, string what) =>
        refusals.SendAsync(body.Endpoint, body.Person, body.Path, content, status, where, what.Length > 60 ? what[..60] : what);

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class InChunks : HttpContent
    {
        private readonly byte[] _bytes;

        public InChunks(string text)
        {
            _bytes = Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new MediaTypeHeaderValue(Json);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
