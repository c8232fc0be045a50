namespace Api.Data;

/// <summary>Whether the database was reached and migrated since this process started. Once true it stays so.</summary>
internal sealed class DatabaseReadiness
{
    private volatile bool _isReady;

    public bool IsReady => _isReady;

    public void SetReady() => _isReady = true;
}
