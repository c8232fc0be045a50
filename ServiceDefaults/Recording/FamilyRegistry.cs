using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Which families there are: each name is one family's, and that of the instrument that came first.</summary>
internal sealed class FamilyRegistry(PrometheusOptions options)
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, Member> _byClaim = new(StringComparer.Ordinal);
    private MetricFamily[]? _sorted;

    /// <summary>All families, those of aliases among them, in the order of their names.</summary>
    public MetricFamily[] Families
    {
        get
        {
            if (Volatile.Read(ref _sorted) is { } sorted)
                return sorted;

            lock (_changing)
                return _sorted = [.. Members.Select(member => member.Family).Concat(Aliases()).OrderBy(family => family.Name.Name, StringComparer.Ordinal)];
        }
    }

    private IEnumerable<Member> Members => _byClaim.Values.Distinct();

    /// <summary>The family that an instrument records into.</summary>
    /// <returns>Null when a name of it is taken by <paramref name="rival"/>, a family of another kind.</returns>
    public MetricFamily? Join(Instrument instrument, InstrumentKind kind, FamilyName name, out MetricFamily? rival)
    {
        lock (_changing)
        {
            var present = name.Claims.Select(claim => _byClaim.GetValueOrDefault(claim)).FirstOrDefault(member => member is not null);
            rival = present?.Family;
            if (present is not null && (present.Kind != kind || present.Family.Name.Name != name.Name))
                return null;

            if (present is null)
            {
                present = new(NewFamily(instrument, kind, name), kind, []);
                present.Aliases.AddRange(from alias in options.Aliases where alias.Source == name.Name select new AliasFamily(alias, present.Family, options));
                present.Aliases.ForEach(present.Family.Attach);
                foreach (var claim in name.Claims)
                    _byClaim[claim] = present;
                _sorted = null;
            }

            present.Instruments++;
            return present.Family;
        }
    }

    /// <summary>One of its instruments is gone; with the last one the name is free again.</summary>
    public void Leave(MetricFamily family)
    {
        lock (_changing)
        {
            if (--_byClaim[family.Name.Claims.First()].Instruments > 0)
                return;

            foreach (var claim in family.Name.Claims)
                _byClaim.Remove(claim);
            _sorted = null;
        }
    }

    private MetricFamily NewFamily(Instrument instrument, InstrumentKind kind, FamilyName name) => new(
        name,
        string.IsNullOrEmpty(instrument.Description) ? $"{instrument.Name} of {instrument.Meter.Name}." : instrument.Description,
        kind.Type == MetricFamily.Histogram ? HistogramBounds.Of(instrument, options.Buckets) : [],
        options.WithCreated);

    // An alias stands back behind an instrument of its name.
    private IEnumerable<MetricFamily> Aliases() =>
        from member in Members
        from alias in member.Aliases
        where !alias.Family.Name.Claims.Any(_byClaim.ContainsKey)
        select alias.Family;

    private sealed class Member(MetricFamily family, InstrumentKind kind, List<AliasFamily> aliases)
    {
        public MetricFamily Family => family;

        public InstrumentKind Kind => kind;

        public List<AliasFamily> Aliases => aliases;

        public int Instruments { get; set; }
    }
}
