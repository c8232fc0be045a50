namespace Tests.Exporter;

/// <summary>Tests that take all processors for many seconds and look at the memory of the process: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SoakDefinition
{
    public const string Name = "soak";
}
