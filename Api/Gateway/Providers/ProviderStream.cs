using System.Net.ServerSentEvents;

namespace Api.Gateway.Providers;

/// <summary>The events of an answer, each as its data. The next one has to come in time.</summary>
internal sealed class ProviderStream : IAsyncDisposable
{
    private const string End = "[DONE]";

    private readonly string _provider;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private string? _ahead;

    /// <param name="provider">Whose stream it is.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="timeout">How long each event may take.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellationToken">The caller's, for as long as the stream is read.</param>
    public ProviderStream(string provider, Stream content, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        (_provider, _timeout, _caller) = (provider, timeout, cancellationToken);
        _deadline = new(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
        _events = SseParser.Create(content).EnumerateAsync(_either.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>Waits for the first event: until it is there, another provider can be asked.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public async Task BeginAsync() => _ahead = await MoveNextAsync();

    /// <summary>The next event, or null at the end.</summary>
    /// <exception cref="ProviderException">The stream broke, or hangs.</exception>
    public async ValueTask<string?> ReadAsync()
    {
        var data = _ahead ?? await MoveNextAsync();
        _ahead = null;
        return data == End ? null : data;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _either.Dispose();
        _deadline.Dispose();
    }

    private async ValueTask<string> MoveNextAsync()
    {
        _deadline.CancelAfter(_timeout);
        try
        {
            return await _events.MoveNextAsync() ? _events.Current.Data : throw new ProviderException(FailureReason.Connection, $"The stream of {_provider} ended before its time.");
        }
        catch (OperationCanceledException exception) when (!_caller.IsCancellationRequested)
        {
            throw new ProviderException(FailureReason.Timeout, $"The stream of {_provider} hangs: no event in {_timeout.TotalSeconds} s.", exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            _caller.ThrowIfCancellationRequested();
            throw new ProviderException(FailureReason.Connection, $"The stream of {_provider} broke: {exception.Message}", exception);
        }
        finally
        {
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
