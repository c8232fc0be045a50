using System.Diagnostics;
using System.Runtime.Versioning;
using Aspire.Hosting;
using Hosting;
using Tests.Support;

namespace Tests.AppModel;

/// <summary>What a PostgreSQL server finds before it starts, and what a person is told.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresDirectory _directory;

    public PostgresDirectoryTests()
    {
        _directory = new PostgresDirectory(Path.Combine(_folder.Path, "db"));
        WriteScript("postgres", "echo 'postgres (PostgreSQL) 18.4'");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_AtTheFirstStart_MakesTheFolder()
    {
        await _directory.PrepareAsync(_folder.Path, CancellationToken.None);

        Assert.True(Directory.Exists(_directory.Path));
    }

    [Fact]
    public async Task Prepare_WithoutBinaries_NamesTheCommandThatFetchesThem()
    {
        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => _directory.PrepareAsync("/nowhere", CancellationToken.None));

        Assert.Contains("/nowhere/postgres", exception.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build AppHost", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_DataOfTheSameMajorVersion_Passes()
    {
        WriteData("PG_VERSION", "18\n");

        await _directory.PrepareAsync(_folder.Path, CancellationToken.None);
    }

    [Fact]
    public async Task Prepare_DataOfAnotherMajorVersion_NamesFolderVersionsAndRemedy()
    {
        var data = WriteData("PG_VERSION", "17\n");

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => _directory.PrepareAsync(_folder.Path, CancellationToken.None));

        Assert.All(
            [data, "PostgreSQL 17", "PostgreSQL 18", $"Delete {_directory.Path}"],
            part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prepare_LockOfAServerThatCrashed_Passes()
    {
        WriteData("postmaster.pid", $"{Environment.ProcessId}\n");     // alive, but no PostgreSQL: the id was given out again

        await _directory.PrepareAsync(_folder.Path, CancellationToken.None);
    }

    [Fact]
    public async Task Prepare_ServerThatStillStops_WaitsForItsEnd()
    {
        var server = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "other")).FullName, "postgres");
        File.Copy("/bin/sleep", server);
        using var other = Process.Start(server, "1");
        WriteData("postmaster.pid", $"{other.Id}\n");

        await _directory.PrepareAsync(_folder.Path, CancellationToken.None);

        Assert.True(other.HasExited);
    }

    [Fact]
    public void Password_AskedForTwice_IsTheSameAndPrivate()
    {
        var first = _directory.GetOrCreatePassword();

        var second = new PostgresDirectory(_directory.Path).GetOrCreatePassword();

        Assert.Equal(first, second);
        Assert.Matches("^[0-9A-F]{32}$", first);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory.Path, "password")));
    }

    private string WriteData(string file, string text)
    {
        var data = Directory.CreateDirectory(Path.Combine(_directory.Path, "data")).FullName;
        File.WriteAllText(Path.Combine(data, file), text);
        return data;
    }

    private void WriteScript(string name, string command)
    {
        var file = Path.Combine(_folder.Path, name);
        File.WriteAllText(file, $"#!/bin/sh\n{command}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
