using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>A series that is the sum of others.</summary>
internal interface IAliasSeries
{
    void Add(Series source);

    void Remove(Series source);
}
