namespace Tests.Distributed;

/// <summary>The test classes that share one application in use.</summary>
[CollectionDefinition(Name)]
public sealed class TrafficDefinition : ICollectionFixture<TrafficFixture>
{
    public const string Name = "stack under traffic";
}
