namespace Api.Aggregation;

/// <summary>The types of families that the text endpoints show.</summary>
internal enum FamilyKind
{
    Counter,
    Gauge,
    Histogram,
}
