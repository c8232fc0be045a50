using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace Api.Gateway.Providers;

/// <summary>
/// A provider of models. Asking it either gives an answer that began in time or throws a <see cref="ProviderException"/>; it is not asked while it has as many calls
/// as it may have, while it wants to be left alone (Retry-After), or while its circuit is open: after five calls in 30 s of which half failed, for 5 s, then 10 s, to a minute.
/// </summary>
internal sealed class Provider : IDisposable
{
    private const double FailureRatio = 0.5;
    private const int FewestCalls = 5;
    private const int LargestAnswer = 16 * 1024 * 1024;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5); // or a change of its address in DNS would not be seen

    private readonly ProviderSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _circuit;
    private readonly RemainingLimits _remaining = new();
    private long _calls;
    private long _pausedUntil;

    public Provider(string name, ProviderSettings settings, TimeProvider time, ILogger logger)
    {
        (Name, _settings, _time) = (name, settings, time);
        Health = new(settings.Slow, time);
        _http = new(new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, PooledConnectionLifetime = ConnectionLifetime, ResponseDrainTimeout = TimeSpan.Zero })
        {
            BaseAddress = new(settings.BaseAddress!.AbsoluteUri.TrimEnd('/') + '/'),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        if (settings.ApiKey is { Length: > 0 } key)
            _http.DefaultRequestHeaders.Authorization = new("Bearer", key);

        _circuit = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new()
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = FewestCalls,
                SamplingDuration = Sampling,
                BreakDurationGenerator = arguments => new(Min(FirstBreak * Math.Pow(2, Math.Min(arguments.HalfOpenAttempts, 10)), LongestBreak)),
                ShouldHandle = new PredicateBuilder().Handle<ProviderException>(exception => exception.IsUnhealthy),
                OnOpened = arguments =>
                {
                    Health.Down();
                    logger.ProviderDown(Name, arguments.BreakDuration, arguments.Outcome.Exception?.Message);
                    return default;
                },
                OnClosed = _ =>
                {
                    Health.Up();
                    logger.ProviderUp(Name);
                    return default;
                },
            })
            .Build();
    }

    public string Name { get; }

    public int Weight => _settings.Weight;

    public ProviderHealth Health { get; }

    public ProviderReport Report => new(Name, Health.Read(), _remaining.Requests, _remaining.Tokens);

    /// <summary>How long it wants to be left alone; zero when it does not.</summary>
    public TimeSpan Pause
    {
        get
        {
            var left = new TimeSpan(Interlocked.Read(ref _pausedUntil) - _time.GetUtcNow().Ticks);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Sends it a call.</summary>
    /// <param name="path">Of the endpoint, below its address.</param>
    /// <param name="body">JSON.</param>
    /// <param name="isStream">Whether a stream of events is asked for.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The answer, which holds a place among the provider's calls until it is disposed.</returns>
    /// <exception cref="ProviderException">It did not answer.</exception>
    public async Task<ProviderAnswer> AskAsync(string path, ReadOnlyMemory<byte> body, bool isStream, CancellationToken cancellationToken)
    {
        if (Pause > TimeSpan.Zero)
            throw new ProviderException(FailureReason.Busy, $"{Name} wants to be left alone for a while.") { RetryAfter = Pause };
        if (Interlocked.Increment(ref _calls) > _settings.Concurrency)
        {
            Leave();
            throw new ProviderException(FailureReason.Busy, $"{Name} has {_settings.Concurrency} calls, which are all it may have.");
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            var answer = await SendAsync(request, isStream, cancellationToken);
            answer.HoldsPlace = true;
            return answer;
        }
        catch
        {
            Leave();
            throw;
        }
    }

    /// <summary>Asks for a sign of life: its list of models.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "models");
            await using var answer = await SendAsync(request, isStream: false, cancellationToken);
        }
        catch (ProviderException)
        {
            // Its health has it.
        }
    }

    /// <summary>A stream broke after it had begun.</summary>
    public void Broke() => Health.Failed();

    /// <summary>A call has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _calls);

    public void Dispose() => _http.Dispose();

    private async Task<ProviderAnswer> SendAsync(HttpRequestMessage request, bool isStream, CancellationToken cancellationToken)
    {
        try
        {
            return await _circuit.ExecuteAsync(async token => await SendOnceAsync(request, isStream, token), cancellationToken);
        }
        catch (BrokenCircuitException exception)
        {
            throw new ProviderException(FailureReason.CircuitOpen, $"{Name} has failed too often.", exception) { RetryAfter = exception.RetryAfter };
        }
    }

    private async Task<ProviderAnswer> SendOnceAsync(HttpRequestMessage request, bool isStream, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        try
        {
            var answer = await BeginAsync(request, isStream, cancellationToken);
            Health.Succeeded(_time.GetElapsedTime(start));
            return answer;
        }
        catch (ProviderException)
        {
            Health.Failed();
            throw;
        }
    }

    private async Task<ProviderAnswer> BeginAsync(HttpRequestMessage request, bool isStream, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_settings.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        HttpResponseMessage? response = null;
        ProviderStream? stream = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            _remaining.Read(response.Headers);
            if (FailureOf(response.StatusCode) is { } reason)
                throw Refused(reason, response);
            if (!isStream || !response.IsSuccessStatusCode)
                return new(this, response, await response.Content.ReadAsByteArrayAsync(either.Token), stream: null);
            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                throw new ProviderException(FailureReason.BadAnswer, $"{Name} was asked for a stream of events and answered with {response.Content.Headers.ContentType}.");

            stream = new(Name, await response.Content.ReadAsStreamAsync(either.Token), _settings.Timeout, _time, cancellationToken);
            await stream.BeginAsync();
            return new(this, response, default, stream);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (stream is not null)
                await stream.DisposeAsync();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new ProviderException(FailureReason.Timeout, $"{Name} did not answer in {_settings.Timeout.TotalSeconds} s.", exception);
            if (exception is HttpRequestException or IOException)
                throw new ProviderException(FailureReason.Connection, $"{Name} could not be reached: {exception.Message}", exception);
            throw;
        }
    }

    private ProviderException Refused(FailureReason reason, HttpResponseMessage response)
    {
        var pause = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        if (pause > TimeSpan.Zero)
            Interlocked.Exchange(ref _pausedUntil, (_time.GetUtcNow() + Min(pause.Value, LongestBreak)).Ticks);
        return new(reason, $"{Name} answered {(int)response.StatusCode} {response.ReasonPhrase}.") { RetryAfter = pause };
    }

    // Of what is left, the caller is told: it is about the request.
    private static FailureReason? FailureOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => FailureReason.RateLimited,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => FailureReason.KeyRefused,
        HttpStatusCode.RequestTimeout => FailureReason.Timeout,
        >= HttpStatusCode.InternalServerError => FailureReason.ServerError,
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => FailureReason.BadAnswer,
        _ => null,
    };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
