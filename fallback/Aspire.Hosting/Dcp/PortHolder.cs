using System.Globalization;

namespace Aspire.Hosting.Dcp;

/// <summary>The process that listens on a TCP port of this machine, from Linux's /proc.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Command">Its command line, cut short.</param>
internal sealed record PortHolder(int Id, string Command)
{
    private const int LongestCommand = 120;
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>What stands in the way of a listener on localhost: that, and any address; in the kernel's byte order.</summary>
    private static readonly HashSet<string> Addresses =
    [
        "00000000", "0100007F", // 0.0.0.0, 127.0.0.1
        "00000000000000000000000000000000", "00000000000000000000000001000000", // ::, ::1
        "0000000000000000FFFF000000000000", "0000000000000000FFFF00000100007F", // the two of IPv4, mapped
    ];

    public static bool IsFree(int port) => !FindSockets(port).Any();

    /// <returns>Null where nobody listens, or where it is a process of another user that we may not look into.</returns>
    public static PortHolder? Find(int port)
    {
        var sockets = FindSockets(port).Select(inode => $"socket:[{inode}]").ToHashSet();

        return sockets.Count == 0 ? null : (
            from folder in Directory.EnumerateDirectories("/proc")
            let id = int.TryParse(Path.GetFileName(folder), out var parsed) ? parsed : 0
            where id != 0 && Holds(folder, sockets)
            select new PortHolder(id, ReadCommand(folder))).FirstOrDefault();
    }

    /// <summary>
    /// Rows are <c>sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …</c>,
    /// see https://docs.kernel.org/networking/proc_net_tcp.html.
    /// </summary>
    private static IEnumerable<string> FindSockets(int port) =>
        from table in Tables
        where File.Exists(table) // no tcp6 where IPv6 is off
        from row in File.ReadLines(table).Skip(1)
        let columns = row.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let local = columns[1].Split(':')
        where columns[3] == Listening
            && int.Parse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) == port
            && Addresses.Contains(local[0])
        select columns[9];

    private static bool Holds(string folder, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"{folder}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or another user's
        }
    }

    private static string ReadCommand(string folder)
    {
        try
        {
            var command = File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ').Trim();
            return command.Length <= LongestCommand ? command : $"{command[..LongestCommand]}…";
        }
        catch (IOException)
        {
            return "ended meanwhile";
        }
    }
}
