using Microsoft.AspNetCore.Builder;
using ServiceDefaults;
using Tests.Support;

namespace Tests.Unit;

/// <summary>Settings in files, as container engines mount secrets.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_IsTheSettingThatItIsCalled_WithoutItsLineBreak()
    {
        Write("ConnectionStrings__db", "Host=db\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "kubernetes.io")); // there in every pod

        Assert.Equal("Host=db", Read("ConnectionStrings:db"));
    }

    [Fact]
    public void Setting_OfTheCommandLine_WinsOverAFile()
    {
        Write("Some__Setting", "file");

        Assert.Equal("file", Read("Some:Setting"));
        Assert.Equal("argument", Read("Some:Setting", "--Some:Setting=argument"));
    }

    [Fact]
    public void Setting_OfTheEnvironment_WinsOverAFile()
    {
        Write("PATH", "file");

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), Read("PATH"));
    }

    [Fact]
    public void Setting_OfTheServicesOwnFile_IsWhatAFileReplaces()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "appsettings.json"), """{ "Some": { "Setting": "default" } }""");
        Assert.Equal("default", Read("Some:Setting"));

        Write("Some__Setting", "file");

        Assert.Equal("file", Read("Some:Setting"));
    }

    [Fact]
    public void Folder_ThatIsNotThere_IsNoSettings()
    {
        var builder = WebApplication.CreateBuilder();
        var before = builder.Configuration.Sources.Count;

        builder.AddSecretFiles(Path.Combine(_folder.Path, "nowhere"));

        Assert.Equal(before, builder.Configuration.Sources.Count);
    }

    private void Write(string name, string value) => File.WriteAllText(Path.Combine(_folder.Path, name), value);

    private string? Read(string key, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = _folder.Path, ApplicationName = GetType().Assembly.GetName().Name });
        builder.AddSecretFiles(_folder.Path);
        return builder.Configuration[key];
    }
}
