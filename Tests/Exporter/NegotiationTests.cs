using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using ServiceDefaults.Prometheus;
using Tests.Support;

namespace Tests.Exporter;

/// <summary>Which format a scraper gets, and that it is the one which the answer says it is.</summary>
public sealed class NegotiationTests
{
    private static readonly string[] Types = ["application/openmetrics-text", "text/plain", "TEXT/Plain", "text/*", "*/*", "application/json", "application/*"];
    private static readonly string?[] Versions = [null, "0.0.1", "1.0.0", "\"1.0.0\"", "0.0.4", "2.0.0"];
    private static readonly string?[] Schemes = [null, "allow-utf-8", "underscores", "dots", "values", "nonsense"];
    private static readonly double?[] Qualities = [null, 0, 0.001, 0.3, 0.5, 1];

    // What Prometheus of several versions sends, and what people do.
    [Theory]
    [InlineData("", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    [InlineData(
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8")]
    [InlineData("text/plain;version=0.0.4;q=0.6,application/openmetrics-text;q=0.5", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;q=0", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=9.9", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;;;", "text/plain; version=0.0.4; charset=utf-8")]
    public void Choose_KnownHeaders_GivesTheBestThatThereIs(string accept, string expected) => Assert.Equal(expected, AcceptHeader.Choose(accept).ContentType);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Choose_AnyWellFormedHeader_GivesWhatItLikesBest(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var ranges = Enumerable.Range(0, random.Next(1, 5)).Select(_ => MediaRange.Any(random)).ToArray();
            var header = Header(random, [.. ranges.Select(range => range.ToString())]);

            var chosen = AcceptHeader.Choose(header);

            var best = ExpositionFormat.All.Max(format => QualityOf(format, ranges));
            Assert.True(best == 0 ? chosen == ExpositionFormat.Text : QualityOf(chosen, ranges) == best, $"{header} was answered with {chosen.ContentType}.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Headers_ThatAreGarbage_AreAnsweredAllTheSame(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (accept, encoding) = (Garbage(random, MediaRange.Any(random).ToString(), 0x250), Garbage(random, "gzip;q=0.5, br, *;q=0", 0x250));

            Assert.Contains(AcceptHeader.Choose(accept), ExpositionFormat.All);
            if (AcceptEncodingHeader.TakesGzip(encoding))
                Assert.Matches("(?i)gzip|[*]", encoding);
        }
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("deflate, gzip;q=0.1", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.000, *", false)]
    [InlineData("*;q=0", false)]
    [InlineData("identity", false)]
    [InlineData("br, gzipped", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TakesGzip_OnlyWhereItIsAskedFor(string? acceptEncoding, bool expected) => Assert.Equal(expected, AcceptEncodingHeader.TakesGzip(acceptEncoding));

    [Fact]
    public async Task Answer_ToAnyHeaders_IsInTheFormatThatItNames()
    {
        await using var service = await StartAsync();
        var random = new Random(1);
        var formats = new HashSet<ExpositionFormat>();
        for (var i = 0; i < 60; i++)
        {
            var accept = i < ExpositionFormat.All.Count ? ExpositionFormat.All[i].ContentType : Garbage(random, MediaRange.Any(random).ToString(), 0x7f);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("Accept", accept);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", Garbage(random, "gzip;q=0.5, *;q=0.1", 0x7f));
            using var response = await service.Client.SendAsync(request);
            var text = await ReadAsync(response);

            var format = Assert.Single(ExpositionFormat.All, format => format.ContentType == response.Content.Headers.ContentType?.ToString());
            formats.Add(format);
            Assert.True(i >= ExpositionFormat.All.Count || format == ExpositionFormat.All[i], $"{accept} was answered with {format.ContentType}.");
            Assert.Contains(StrictReader.Read(text, format), family => family.Name == NameIn(format));
        }

        Assert.Equal(ExpositionFormat.All.Count, formats.Count);
    }

    private static string NameIn(ExpositionFormat format) => format.Escaping switch
    {
        Escaping.AllowUtf8 => "t_größe",
        Escaping.Dots => "t__gr____e",
        Escaping.Values => "U__t__gr_f6__df_e",
        _ => "t_gr_e",
    };

    private static Task<SmallService> StartAsync() => SmallService.StartAsync(app =>
        app.Services.GetRequiredService<IMeterFactory>().Create(new MeterOptions("test")).CreateObservableGauge("t.größe", () => 1));

    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"The answer is {response.StatusCode}.");
        await using var body = await response.Content.ReadAsStreamAsync();
        await using var plain = response.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var reader = new StreamReader(plain, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return await reader.ReadToEndAsync();
    }

    private static double QualityOf(ExpositionFormat format, MediaRange[] ranges) => ranges.Where(range => range.Allows(format)).Select(range => range.Quality ?? 1).DefaultIfEmpty().Max();

    // In one line or several, with more spaces than need be.
    private static StringValues Header(Random random, string[] ranges) => random.Next(3) switch
    {
        0 => ranges,
        1 => string.Join(" ,  ", ranges),
        _ => string.Join(',', ranges),
    };

    // A header in which some characters are others, or a row of any.
    private static string Garbage(Random random, string header, int below)
    {
        var text = new StringBuilder(random.Next(4) == 0 ? "" : header);
        for (var i = random.Next(6); i > 0; i--)
        {
            if (text.Length > 0 && random.Next(2) == 0)
                text.Remove(random.Next(text.Length), 1);
            else
                text.Insert(random.Next(text.Length + 1), random.Next(3) == 0 ? ",;=\"*/q"[random.Next(7)] : (char)random.Next(0x20, below));
        }

        return text.ToString();
    }

    private sealed record MediaRange(string Type, string? Version, string? Scheme, double? Quality)
    {
        public static MediaRange Any(Random random) =>
            new(Types[random.Next(Types.Length)], Versions[random.Next(Versions.Length)], Schemes[random.Next(Schemes.Length)], Qualities[random.Next(Qualities.Length)]);

        /// <summary>Whether it names the format; who would take anything means the one that everybody reads.</summary>
        public bool Allows(ExpositionFormat format)
        {
            if (Type is "text/*" or "*/*")
                return format == ExpositionFormat.Text;

            var scheme = Scheme == "nonsense" ? "underscores" : Scheme;
            return Type.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase)
                && format.Version == (Version?.Trim('"') ?? (format.IsOpenMetrics ? "1.0.0" : "0.0.4"))
                && scheme == (format.SaysEscaping ? format.Escaping.Term() : null);
        }

        public override string ToString() => string.Create(
            null,
            $"{Type}{(Version is null ? "" : ";version=" + Version)}{(Scheme is null ? "" : "; escaping=" + Scheme)}{(Quality is null ? "" : ";q=" + Quality.Value.ToString("0.###", null))}");
    }
}
