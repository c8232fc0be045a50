namespace Aspire.Hosting;

/// <summary>What the application is built for: to run, here.</summary>
public class DistributedApplicationExecutionContext
{
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(operation, DistributedApplicationOperation.Run);
}
