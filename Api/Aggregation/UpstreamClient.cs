using System.Globalization;
using System.Net;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Api.Aggregation;

/// <summary>
/// Asks Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries). What fails at once is tried again, what fails often is spared for a while,
/// and nothing takes longer than the deadline.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    /// <summary>How long Prometheus may take, all attempts together: with a break of the circuit behind it less than an answer is kept.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private const int QueriesOfARequest = 6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RememberedTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2); // then its name is looked up again

    private readonly UpstreamAddress _address;
    private readonly AggregationMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _guard; // around all queries of a snapshot: when Prometheus is tried again, it is with all of them
    private readonly ResiliencePipeline _retry; // around each
    private volatile string _lastReason = "";

    public UpstreamClient(UpstreamAddress address, AggregationMetrics metrics, TimeProvider time)
    {
        (_address, _metrics, _time) = (address, metrics, time);
        _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLifetime })
        {
            BaseAddress = address.Url,
            Timeout = Timeout.InfiniteTimeSpan, // the guard's is enough
        };
        _guard = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(Deadline)
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = RememberedTime,
                BreakDuration = Break,
                ShouldHandle = outcome => new(IsPassing(outcome.Outcome.Exception) || outcome.Outcome.Exception is OperationCanceledException), // the deadline's: nobody else cancels
            })
            .Build();
        _retry = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 2,
                Delay = FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = outcome => new(IsPassing(outcome.Outcome.Exception)),
            })
            .Build();
    }

    /// <summary>Asks all queries of a question, by recorded series if it has them, as of one moment.</summary>
    /// <returns>The samples, by the name of their query.</returns>
    /// <exception cref="UpstreamException">Prometheus did not answer all of them.</exception>
    public async Task<ILookup<string, Sample>> AskAsync(Question question, DateTimeOffset now)
    {
        if (_address.Url is null)
            throw new UpstreamException($"No Prometheus is configured. Set {UpstreamAddress.Key} to its address, such as http://localhost:9090.");

        try
        {
            return await _guard.ExecuteAsync(async cancellationToken =>
            {
                var records = question.OfRecorded is not null && RecordedSeries.AreIn(await AskAsync([RecordedSeries.Count], now, cancellationToken));
                return await AskAsync(records ? question.OfRecorded! : question.OfScraped, now, cancellationToken);
            });
        }
        catch (BrokenCircuitException exception)
        {
            throw new UpstreamException($"{_lastReason} It is asked again within {Break.TotalSeconds} s.", exception);
        }
        catch (Exception exception) when (ReasonOf(exception) is { } reason)
        {
            throw new UpstreamException(_lastReason = reason, exception);
        }
    }

    public void Dispose() => _http.Dispose();

    // Side by side in as few requests as make sense. Those next to each other in the tables are of the same series, and dear together: each goes into another request.
    private async Task<ILookup<string, Sample>> AskAsync(IReadOnlyList<NamedQuery> queries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var requests = (queries.Count + QueriesOfARequest - 1) / QueriesOfARequest;
        var joined = queries.Index().GroupBy(query => query.Index % requests, query => query.Item).Select(NamedQuery.Join);
        var answers = await Task.WhenAll(joined.Select(query => AskAsync(query, now, cancellationToken)));
        return answers.SelectMany(samples => samples).ToLookup(sample => sample.Labels[NamedQuery.Label]);
    }

    private async Task<List<Sample>> AskAsync(string query, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _retry.ExecuteAsync(async attempt => await AttemptAsync(query, now, attempt), cancellationToken);

    private async Task<List<Sample>> AttemptAsync(string query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var outcome = AggregationMetrics.Error;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/query");
            request.Content = new FormUrlEncodedContent(
            [
                new("query", query),
                new("time", (now.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture)),
                new("timeout", $"{Deadline.TotalMilliseconds}ms"), // so that it does not work on when nobody waits
            ]);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
            var answer = await JsonSerializer.DeserializeAsync<Answer>(body, Json, cancellationToken);
            List<Sample> samples = [.. answer!.Data.Result.Select(series => new Sample(series.Metric, series.Value[1].GetString()!))];
            outcome = AggregationMetrics.Success;
            return samples;
        }
        catch (OperationCanceledException)
        {
            outcome = AggregationMetrics.Timeout;
            throw;
        }
        catch (HttpRequestException failure) when (failure.StatusCode is null)
        {
            outcome = AggregationMetrics.Unreachable;
            throw;
        }
        finally
        {
            _metrics.Asked(outcome, _time.GetElapsedTime(start));
        }
    }

    // What the same query may not meet again: no connection, a server in trouble; but not that it does not like the query.
    private static bool IsPassing(Exception? exception) => exception is IOException or HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError };

    private static string? ReasonOf(Exception exception) => exception switch
    {
        TimeoutRejectedException => $"Prometheus did not answer within {Deadline.TotalSeconds} s.",
        HttpRequestException { StatusCode: { } status } => $"Prometheus answered with {(int)status} instead of data.",
        HttpRequestException or IOException => "Prometheus cannot be reached.",
        JsonException => $"What answered is no Prometheus. Look at {UpstreamAddress.Key}.",
        _ => null,
    };

    // {"status":"success","data":{"resultType":"vector","result":[{"metric":{"provider":"p1"},"value":[1763769600.123,"0.5"]},…]}}
    private sealed record Answer(Data Data);

    private sealed record Data(IReadOnlyList<Series> Result);

    private sealed record Series(Dictionary<string, string> Metric, JsonElement[] Value);
}
