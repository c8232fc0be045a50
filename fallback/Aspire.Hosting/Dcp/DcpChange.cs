namespace Aspire.Hosting.Dcp;

/// <summary>What happened to a watched object. Those that exist already are reported as added, again after each reconnect.</summary>
internal enum DcpChange
{
    Added,
    Modified,
    Deleted,
}
