namespace Dashboards;

/// <summary>What has to go wrong before a panel shows anything; a test makes it happen.</summary>
internal enum Fault
{
    /// <summary>The database does not answer.</summary>
    DatabaseDown,
}
