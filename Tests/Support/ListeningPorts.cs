using System.Globalization;

namespace Tests.Support;

/// <summary>The TCP ports on which something listens, from /proc/net/tcp and tcp6.</summary>
internal static class ListeningPorts
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static IReadOnlyList<int> All() => [.. Sockets().Select(socket => socket.Port)];

    /// <param name="processes">Folders of /proc.</param>
    public static IReadOnlyList<int> Of(IEnumerable<string> processes)
    {
        var inodes = processes.SelectMany(SocketsOf).ToHashSet();
        return [.. Sockets().Where(socket => inodes.Contains($"socket:[{socket.Inode}]")).Select(socket => socket.Port).Distinct()];
    }

    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …; an address is hex:hex
    private static IEnumerable<(int Port, string Inode)> Sockets() =>
        from table in Tables
        from line in File.ReadLines(table).Skip(1)
        let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where columns[3] == Listening
        select (int.Parse(columns[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), columns[9]);

    private static IEnumerable<string> SocketsOf(string process)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.Combine(process, "fd")).Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name).OfType<string>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // it has ended meanwhile
        }
    }
}
