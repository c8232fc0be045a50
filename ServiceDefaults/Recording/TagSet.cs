namespace ServiceDefaults.Recording;

/// <summary>Compares tags. Strings that are the same object, as those in source code are, cost next to nothing.</summary>
internal static class TagSet
{
    /// <summary>Whether they are the same objects in the same order.</summary>
    public static bool AreSame(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length)
            return false;

        for (var i = 0; i < known.Length; i++)
        {
            if (!ReferenceEquals(known[i].Value, tags[i].Value) || !ReferenceEquals(known[i].Key, tags[i].Key))
                return false;
        }

        return true;
    }

    /// <summary>Whether they are the same tags, in any order.</summary>
    public static bool AreEqual(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length)
            return false;

        for (var i = 0; i < known.Length; i++)
        {
            ref readonly var one = ref known[i];
            ref readonly var other = ref tags[i];
            if (!string.Equals(one.Key, other.Key))
                return HaveTheSame(known, tags);
            if (!ReferenceEquals(one.Value, other.Value) && !AreEqual(one.Value, other.Value))
                return false;
        }

        return true;
    }

    private static bool HaveTheSame(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (ref readonly var tag in tags)
        {
            if (!Holds(known, tag))
                return false;
        }

        return true;
    }

    private static bool Holds(KeyValuePair<string, object?>[] known, in KeyValuePair<string, object?> tag)
    {
        foreach (ref readonly var each in known.AsSpan())
        {
            if (string.Equals(each.Key, tag.Key) && AreEqual(each.Value, tag.Value))
                return true;
        }

        return false;
    }

    private static bool AreEqual(object? one, object? other) => one switch
    {
        null => other is null,
        string text => other is string same && string.Equals(text, same),
        int number => other is int same && number == same,
        _ => one.Equals(other),
    };
}
