namespace Aspire.Hosting;

/// <summary>What can be done with an application.</summary>
public enum DistributedApplicationOperation
{
    Run,
}
