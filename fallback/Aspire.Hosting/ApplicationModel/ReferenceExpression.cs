using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A string with holes that are filled when the application runs.</summary>
/// <example><code>ReferenceExpression.Create($"--listen=127.0.0.1:{endpoint.Property(EndpointProperty.TargetPort)}")</code></example>
public class ReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private readonly string _format;
    private readonly IReadOnlyList<object> _holes;

    private ReferenceExpression(string format, IReadOnlyList<object> holes) => (_format, _holes) = (format, holes);

    public string ValueExpression =>
        Fill(_holes.Select(hole => ((IManifestExpressionProvider)hole).ValueExpression));

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) =>
        new(handler.Format.ToString(), handler.Holes);

    /// <summary>The string; null when one of its holes has no value.</summary>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new List<string>(_holes.Count);
        foreach (var hole in _holes)
        {
            if (await ((IValueProvider)hole).GetValueAsync(cancellationToken) is not { } value)
                return null;
            values.Add(value);
        }

        return Fill(values);
    }

    private string Fill(IEnumerable<string> values) => string.Format(null, _format, [.. values]);

    /// <summary>What the compiler turns an interpolated string into.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            Format = new StringBuilder(literalLength + (3 * formattedCount));
            Holes = new List<object>(formattedCount);
        }

        internal StringBuilder Format { get; }

        internal List<object> Holes { get; }

        public readonly void AppendLiteral(string value) => Format.Append(Escape(value));

        public readonly void AppendFormatted(string? value)
        {
            if (value is not null)
                AppendLiteral(value);
        }

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider
        {
            Format.Append('{').Append(Holes.Count).Append('}');
            Holes.Add(valueProvider);
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource);

        private static string Escape(string literal) => literal.Replace("{", "{{").Replace("}", "}}");
    }
}
