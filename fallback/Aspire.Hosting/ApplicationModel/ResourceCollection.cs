using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All resources of an application; names are unique, whatever their case.</summary>
public interface IResourceCollection : IList<IResource>
{
    bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource);
}

/// <summary>What was built: the resources as they will run.</summary>
public class DistributedApplicationModel
{
    internal DistributedApplicationModel(IResourceCollection resources) => Resources = resources;

    public IResourceCollection Resources { get; }
}

internal sealed class ResourceCollection : IResourceCollection
{
    private readonly List<IResource> _resources = [];

    public int Count => _resources.Count;

    public bool IsReadOnly => false;

    public IResource this[int index]
    {
        get => _resources[index];
        set => _resources[index] = value;
    }

    public bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource)
    {
        resource = _resources.Find(candidate => NamesMatch(candidate, name));
        return resource is not null;
    }

    public void Add(IResource item) => Insert(_resources.Count, item);

    public void Insert(int index, IResource item)
    {
        if (TryGetByName(item.Name, out var other))
        {
            throw new DistributedApplicationException(
                $"There are two resources named '{item.Name}': {other.GetType().Name} and {item.GetType().Name}. Give one of them another name.");
        }

        _resources.Insert(index, item);
    }

    public void Clear() => _resources.Clear();

    public bool Contains(IResource item) => _resources.Contains(item);

    public void CopyTo(IResource[] array, int arrayIndex) => _resources.CopyTo(array, arrayIndex);

    public IEnumerator<IResource> GetEnumerator() => _resources.GetEnumerator();

    public int IndexOf(IResource item) => _resources.IndexOf(item);

    public bool Remove(IResource item) => _resources.Remove(item);

    public void RemoveAt(int index) => _resources.RemoveAt(index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool NamesMatch(IResource resource, string name) =>
        string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase);
}
