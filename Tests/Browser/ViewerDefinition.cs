namespace Tests.Browser;

/// <summary>The test classes that share one viewer.</summary>
[CollectionDefinition(Name)]
public sealed class ViewerDefinition : ICollectionFixture<ViewerFixture>
{
    public const string Name = "viewer";
}
