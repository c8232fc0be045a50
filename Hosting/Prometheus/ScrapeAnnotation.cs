namespace Hosting;

/// <summary>Has a Prometheus scrape the replicas of the resource that carries this.</summary>
/// <param name="Targets">The folder in which that Prometheus looks for files of targets.</param>
/// <param name="Host">The name by which that Prometheus reaches this machine.</param>
internal sealed record ScrapeAnnotation(string Targets, string Host) : IResourceAnnotation;
