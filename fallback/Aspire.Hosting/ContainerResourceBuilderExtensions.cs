using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Containers: they can be described here, and run with the official packages.</summary>
public static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerImageAnnotation { Image = image, Tag = tag ?? "latest" }, ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry)
        where T : ContainerResource
    {
        var image = builder.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new InvalidOperationException($"'{builder.Resource.Name}' has no image: call WithImage first.");

        image.Registry = registry;
        return builder;
    }

    /// <param name="builder">The container.</param>
    /// <param name="source">A folder or file of this machine, relative to the AppHost's directory.</param>
    /// <param name="target">Where the container sees it.</param>
    /// <param name="isReadOnly">Whether the container may not write there.</param>
    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(
            Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), target, ContainerMountType.BindMount, isReadOnly));

    /// <summary>Arguments for the container engine, not for the container.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : ContainerResource => builder.WithAnnotation(new ContainerRuntimeArgsAnnotation(args));

    /// <param name="builder">The container.</param>
    /// <param name="name">The volume; null for one without a name.</param>
    /// <param name="target">Where the container sees it.</param>
    /// <param name="isReadOnly">Whether the container may not write there.</param>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));
}
