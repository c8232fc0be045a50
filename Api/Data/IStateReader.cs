namespace Api.Data;

/// <summary>Reads what a <see cref="StateGauge"/> tells. One file each; <see cref="StateReaders"/> calls it every few seconds.</summary>
internal interface IStateReader
{
    Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken);
}
