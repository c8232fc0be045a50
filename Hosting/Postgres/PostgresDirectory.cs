using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hosting;

/// <summary>The folder of a PostgreSQL server run as a process: its data directory and, beside it, its password.</summary>
internal sealed class PostgresDirectory(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Path => path;

    private string Data => System.IO.Path.Combine(path, "data");

    /// <summary>The superuser's password, generated once; it lies beside the data, since they are useless without each other.</summary>
    public string GetOrCreatePassword()
    {
        var file = System.IO.Path.Combine(path, "password");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

            using var stream = new FileStream(file, options);
            stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32)));
        }

        return File.ReadAllText(file);
    }

    /// <summary>Makes sure that a server can start here, or says why not.</summary>
    /// <param name="binaries">The folder of <c>postgres</c> and <c>initdb</c>.</param>
    /// <param name="cancellationToken">Ends the waiting for a server that is still stopping.</param>
    /// <exception cref="DistributedApplicationException">The binaries are missing, the data is of another major version, or a server uses it.</exception>
    public async Task PrepareAsync(string binaries, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        await CheckVersionAsync(System.IO.Path.Combine(binaries, "postgres"), cancellationToken);
        await WaitForOtherServerAsync(cancellationToken);
    }

    private async Task CheckVersionAsync(string server, CancellationToken cancellationToken)
    {
        if (!File.Exists(server))
            throw new DistributedApplicationException($"There is no PostgreSQL at {server}. Run 'dotnet build AppHost', which fetches it.");

        var versionFile = System.IO.Path.Combine(Data, "PG_VERSION");
        if (!File.Exists(versionFile))
            return;

        var ofData = (await File.ReadAllTextAsync(versionFile, cancellationToken)).Trim();
        var ofServer = await MajorVersionAsync(server, cancellationToken);
        if (ofData != ofServer)
        {
            throw new DistributedApplicationException(
                $"{Data} was made by PostgreSQL {ofData}, and PostgreSQL {ofServer} cannot read it. " +
                $"Delete {path} to start with an empty database, or dump it with PostgreSQL {ofData} first.");
        }
    }

    // The last start may have been killed a moment ago: its server then still has to see that, and to stop.
    private async Task WaitForOtherServerAsync(CancellationToken cancellationToken)
    {
        using var other = FindServer();
        if (other is null)
            return;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await other.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DistributedApplicationException(
                $"Another PostgreSQL server (process {other.Id}) uses {Data}. Stop the application that it belongs to, " +
                "or give this one another directory with --RunDirectory PATH.", exception);
        }
    }

    private Process? FindServer()
    {
        var lockFile = System.IO.Path.Combine(Data, "postmaster.pid");
        if (!File.Exists(lockFile))
            return null;

        try
        {
            // The first line is the id of the process; a crash leaves the file behind, and the id may be somebody else's by now.
            var process = Process.GetProcessById(int.Parse(File.ReadLines(lockFile).First(), CultureInfo.InvariantCulture));
            return process.ProcessName == "postgres" ? process : null;
        }
        catch (ArgumentException)
        {
            return null; // no such process
        }
    }

    private static async Task<string> MajorVersionAsync(string server, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(server, "--version") { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);   // postgres (PostgreSQL) 18.4
        return output.Split(' ')[^1].Split('.')[0].Trim();
    }
}
