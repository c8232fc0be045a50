namespace Tests.Support.Otlp;

/// <summary>Whoever listens to spans hears those of all services in the process: tests that look at spans run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OtlpDefinition
{
    public const string Name = "OTLP";
}
