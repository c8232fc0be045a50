using Hosting;

namespace Tests.Support.Deploy;

/// <summary>What a service of compose.yaml sees of the repository, or of a volume.</summary>
/// <param name="Source">A path relative to compose.yaml, or the name of a volume.</param>
/// <param name="Target">Where the container sees it.</param>
/// <param name="IsReadOnly">Whether it may not write there.</param>
internal sealed record ComposeMount(string Source, string Target, bool IsReadOnly)
{
    public bool IsVolume => !Source.StartsWith('.');

    /// <summary>The file or folder that is meant; of another than those of deploy/compose the copy that the AppHost has.</summary>
    public string Path => Source.StartsWith("../../", StringComparison.Ordinal)
        ? BackingServices.Bundled(Source["../../".Length..])
        : System.IO.Path.Combine(ComposeFile.Folder, Source["./".Length..]);

    // SOURCE:TARGET or SOURCE:TARGET:ro
    public static ComposeMount Parse(string text) => text.Split(':') switch
    {
        [var source, var target] => new(source, target, IsReadOnly: false),
        [var source, var target, "ro"] => new(source, target, IsReadOnly: true),
        _ => throw new FormatException($"'{text}' is no mount of the form that these tests read."),
    };

    /// <summary>The files that the container sees, by their paths there.</summary>
    public IEnumerable<(string Path, string Content)> Files() => Files(Path, Target);

    /// <summary>The files below a path of this machine, by their paths below another one.</summary>
    public static IEnumerable<(string Path, string Content)> Files(string source, string target) => File.Exists(source)
        ? [(target, File.ReadAllText(source))]
        : Directory.GetFiles(source, "*", SearchOption.AllDirectories)
            .Select(file => ($"{target}/{System.IO.Path.GetRelativePath(source, file)}", File.ReadAllText(file)));
}
