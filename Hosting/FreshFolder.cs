namespace Hosting;

/// <summary>A folder of which nothing of the last run is left.</summary>
internal static class FreshFolder
{
    /// <summary>Makes the folder anew, with copies of files in it.</summary>
    /// <param name="path">The folder; what it holds is deleted.</param>
    /// <param name="files">The files, each from anywhere.</param>
    public static void Fill(string path, IEnumerable<string> files)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);

        Directory.CreateDirectory(path);
        foreach (var file in files)
            File.Copy(file, Path.Combine(path, Path.GetFileName(file)));
    }
}
