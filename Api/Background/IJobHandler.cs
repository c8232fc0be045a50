namespace Api.Background;

/// <summary>Does the jobs of a type, in the transaction that ends the job: both or neither.</summary>
internal interface IJobHandler
{
    /// <summary>The type of its jobs, in snake case: a label of metrics.</summary>
    static abstract string Type { get; }

    Task RunAsync(Job job, CancellationToken cancellationToken);
}
