namespace Tests.Distributed;

/// <summary>The test classes that share one application.</summary>
[CollectionDefinition(Name)]
public sealed class WholeStackDefinition : ICollectionFixture<WholeStackFixture>
{
    public const string Name = "whole stack";
}
