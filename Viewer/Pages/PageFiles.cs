using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Viewer.Pages;

/// <summary>The files of a folder, known by name when the program starts: what is asked for is compared, and never becomes part of a path.</summary>
internal sealed class PageFiles(string folder)
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly FrozenDictionary<string, FileInfo> _files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
        .ToFrozenDictionary(file => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'));

    public Results<PhysicalFileHttpResult, NotFound> Read(string name)
    {
        if (!_files.TryGetValue(name, out var file))
            return TypedResults.NotFound();

        var version = new EntityTagHeaderValue($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        return TypedResults.PhysicalFile(file.FullName, Types.TryGetContentType(name, out var type) ? type : "text/plain", entityTag: version);
    }
}
