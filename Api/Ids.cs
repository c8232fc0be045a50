namespace Api;

/// <summary>Ids that grow with time (UUID version 7, RFC 9562): rows of one time lie together, and lists are paged by them.</summary>
internal static class Ids
{
    public static Guid NewId(this TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
