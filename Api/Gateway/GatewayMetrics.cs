using System.Diagnostics;
using System.Diagnostics.Metrics;
using Api.Gateway.Calls;
using Api.Gateway.Models;
using Api.Gateway.Providers;

namespace Api.Gateway;

/// <summary>What calls to models come to, and how their providers are. Models and providers are those of the configuration, so the series are few.</summary>
internal sealed class GatewayMetrics
{
    public const string MeterName = "Api.Gateway";

    /// <summary>Counter, <c>{request}</c>: calls of callers, each once however many providers were asked. Tags: <see cref="ModelTag"/>, <see cref="ProviderTag"/>, <see cref="StatusTag"/>.</summary>
    public const string RequestsName = "model.inference.requests"; // scraped as model_inference_requests_total

    /// <summary>Histogram, seconds: from the request to the end of its answer. Tags: <see cref="ModelTag"/>, <see cref="ProviderTag"/>.</summary>
    public const string DurationName = "model.inference.duration"; // scraped as model_inference_duration_seconds

    /// <summary>Counter, <c>{token}</c>: tokens that were charged. Tags: <see cref="ModelTag"/>, <see cref="ProviderTag"/>, <see cref="TypeTag"/>.</summary>
    public const string TokensName = "tokens.used"; // scraped as tokens_used_total

    /// <summary>Counter, <c>{credit}</c>: credits that were charged. Tags: <see cref="ModelTag"/>, <see cref="ProviderTag"/>.</summary>
    public const string CreditsName = "credits.used"; // scraped as credits_used_total

    /// <summary>Counter, <c>{failover}</c>: calls that went on to another provider. Tags: <see cref="FromTag"/>, <see cref="ToTag"/>, <see cref="ReasonTag"/>.</summary>
    public const string FailoversName = "provider.failovers"; // scraped as provider_failovers_total

    /// <summary>Histogram, seconds: until the first piece of a stream's answer. Tags of OpenTelemetry's conventions.</summary>
    public const string FirstTokenName = "gen_ai.server.time_to_first_token";

    /// <summary>Gauge, 0 or 1: 0 while a provider is down. Tags: <see cref="ProviderTag"/>.</summary>
    public const string AvailabilityName = "provider.availability";

    /// <summary>Gauge, 0 to 1: the share of the calls of the last minute that failed. Tags: <see cref="ProviderTag"/>.</summary>
    public const string ErrorRateName = "provider.error_rate";

    /// <summary>Gauge, seconds: the mean time until an answer began, of the last minute. Tags: <see cref="ProviderTag"/>.</summary>
    public const string ResponseTimeName = "provider.response_time"; // scraped as provider_response_time_seconds

    /// <summary>Gauge, 0 to 100: how a provider is. Tags: <see cref="ProviderTag"/>.</summary>
    public const string HealthScoreName = "gatewayz.provider.health_score";

    /// <summary>Gauge, <c>{request}</c>: how many more a provider takes, as it said last; none until it has said so. Tags: <see cref="ProviderTag"/>.</summary>
    public const string RemainingRequestsName = "provider.rate_limit.remaining_requests";

    /// <summary>Gauge, <c>{token}</c>: how many more a provider takes, as it said last; none until it has said so. Tags: <see cref="ProviderTag"/>.</summary>
    public const string RemainingTokensName = "provider.rate_limit.remaining_tokens";

    public const string ModelTag = "model";

    /// <summary>A provider, or <see cref="NoProvider"/> for a call that none was asked for or that none could answer.</summary>
    public const string ProviderTag = "provider";

    /// <summary>success, error, timeout, rate_limited or insufficient_credits.</summary>
    public const string StatusTag = "status";

    /// <summary>input or output.</summary>
    public const string TypeTag = "type";

    public const string FromTag = "from";

    public const string ToTag = "to";

    /// <summary>connection, timeout, server_error, rate_limited, key_refused, bad_answer, circuit_open or busy.</summary>
    public const string ReasonTag = "reason";

    public const string NoProvider = "none";

    private const string ClientDurationName = "gen_ai.client.operation.duration";
    private const string ClientTokensName = "gen_ai.client.token.usage";

    /// <summary>10 ms to 82 s, doubling: the seed's for model_inference_duration_seconds, and those that the conventions advise.</summary>
    private static readonly double[] DoublingSeconds = [.. Enumerable.Range(0, 14).Select(power => 0.01 * (1 << power))];

    /// <summary>As the conventions advise for tokens.</summary>
    private static readonly double[] Tokens = [.. Enumerable.Range(0, 14).Select(power => Math.Pow(4, power))];

    /// <summary>As the conventions advise for the first token.</summary>
    private static readonly double[] FirstTokenSeconds = [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _credits;
    private readonly Counter<long> _failovers;
    private readonly Histogram<double> _clientDuration;
    private readonly Histogram<double> _clientTokens;
    private readonly Histogram<double> _firstToken;

    public GatewayMetrics(IMeterFactory meters, ProviderList providers, ModelList models)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>(RequestsName, "{request}", "Calls to models.");
        _duration = meter.CreateHistogram(
            DurationName, "s", "Time from a call to the end of its answer.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DoublingSeconds });
        _tokens = meter.CreateCounter<long>(TokensName, "{token}", "Tokens that were charged.");
        _credits = meter.CreateCounter<double>(CreditsName, "{credit}", "Credits that were charged.");
        _failovers = meter.CreateCounter<long>(FailoversName, "{failover}", "Calls that went on to another provider.");
        _clientDuration = meter.CreateHistogram(
            ClientDurationName, "s", "GenAI operation duration.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DoublingSeconds });
        _clientTokens = meter.CreateHistogram(
            ClientTokensName, "{token}", "Number of input and output tokens used.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Tokens });
        _firstToken = meter.CreateHistogram(
            FirstTokenName, "s", "Time to generate first token for successful responses.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = FirstTokenSeconds });

        Observe(new(meter, providers.All));
        StartAtZero(providers, models);
    }

    /// <summary>A call has ended.</summary>
    public void Ended(ModelOperation operation, string model, string? provider, CallStatus status, TimeSpan elapsed, string? error)
    {
        _requests.Add(1, new(ModelTag, model), new(ProviderTag, provider ?? NoProvider), new(StatusTag, new Choice<CallStatus>(status).Name));
        if (provider is null)
            return;

        _duration.Record(elapsed.TotalSeconds, new(ModelTag, model), new(ProviderTag, provider));
        var tags = GenAiTags(operation, model, provider);
        if (error is not null)
            tags.Add("error.type", error);
        _clientDuration.Record(elapsed.TotalSeconds, tags);
    }

    /// <summary>The first piece of a stream's answer was there.</summary>
    public void Began(ModelOperation operation, string model, string provider, TimeSpan elapsed) => _firstToken.Record(elapsed.TotalSeconds, GenAiTags(operation, model, provider));

    /// <summary>A call was charged.</summary>
    public void Charged(ModelOperation operation, string model, string provider, TokenUsage tokens, decimal credits)
    {
        _credits.Add((double)credits, new(ModelTag, model), new(ProviderTag, provider));
        foreach (var (type, count) in ((string, int)[])[("input", tokens.Input), ("output", tokens.Output)])
        {
            _tokens.Add(count, new(ModelTag, model), new(ProviderTag, provider), new(TypeTag, type));
            var tags = GenAiTags(operation, model, provider);
            tags.Add("gen_ai.token.type", type);
            if (type == "input" || operation.HasOutput)
                _clientTokens.Record(count, tags);
        }
    }

    public void FailedOver(string from, string to, FailureReason reason) =>
        _failovers.Add(1, new(FromTag, from), new(ToTag, to), new(ReasonTag, new Choice<FailureReason>(reason).Name));

    private static TagList GenAiTags(ModelOperation operation, string model, string provider) => new()
    {
        { "gen_ai.operation.name", operation.Name },
        { "gen_ai.provider.name", provider },
        { "gen_ai.request.model", model },
    };

    private static void Observe(ProviderGauges gauges)
    {
        Each(AvailabilityName, unit: null, "Whether the provider is asked: 1, or 0 while it is down.", report => report.Health.State is ProviderState.Down ? 0 : 1);
        Each(ErrorRateName, unit: null, "Share of the calls of the last minute that failed.", report => report.Health.ErrorRate);
        Each(ResponseTimeName, "s", "Mean time until an answer began, of the last minute.", report => report.Health.ResponseTime.TotalSeconds);
        Each(HealthScoreName, unit: null, "Health from 0 to 100.", report => report.Health.Score);
        Each(RemainingRequestsName, "{request}", "Requests that the provider said it still takes.", report => report.RemainingRequests);
        Each(RemainingTokensName, "{token}", "Tokens that the provider said it still takes.", report => report.RemainingTokens);

        Number("gatewayz.providers.total", "Providers that are configured.", _ => true);
        Number("gatewayz.providers.healthy", "Providers that are healthy.", state => state is ProviderState.Healthy);
        Number("gatewayz.providers.degraded", "Providers that are degraded.", state => state is ProviderState.Degraded);
        Number("gatewayz.providers.down", "Providers that are down.", state => state is ProviderState.Down);

        void Each(string name, string? unit, string help, Func<ProviderReport, double?> value) => gauges.Add(name, unit, help, reports =>
            from report in reports
            let known = value(report)
            where known is not null
            select new Measurement<double>(known.Value, new KeyValuePair<string, object?>(ProviderTag, report.Name)));

        void Number(string name, string help, Func<ProviderState, bool> isCounted) =>
            gauges.Add<int>(name, "{provider}", help, reports => [new(reports.Count(report => isCounted(report.Health.State)))]);
    }

    private void StartAtZero(ProviderList providers, ModelList models)
    {
        foreach (var model in models.Names)
        {
            foreach (var status in Enum.GetValues<CallStatus>().Where(status => status is not CallStatus.Success))
                Add(model, NoProvider, status);
            foreach (var provider in models.Find(model).Select(offer => offer.Provider.Name))
            {
                foreach (var status in (CallStatus[])[CallStatus.Success, CallStatus.Error, CallStatus.Timeout])
                    Add(model, provider, status);
                _credits.Add(0, new(ModelTag, model), new(ProviderTag, provider));
                foreach (var type in (string[])["input", "output"])
                    _tokens.Add(0, new(ModelTag, model), new(ProviderTag, provider), new(TypeTag, type));
            }

            foreach (var (from, to) in from one in models.Find(model) from other in models.Find(model) where one != other select (one.Provider.Name, other.Provider.Name))
            {
                foreach (var reason in Enum.GetValues<FailureReason>())
                    _failovers.Add(0, new(FromTag, from), new(ToTag, to), new(ReasonTag, new Choice<FailureReason>(reason).Name));
            }
        }

        void Add(string model, string provider, CallStatus status) =>
            _requests.Add(0, new(ModelTag, model), new(ProviderTag, provider), new(StatusTag, new Choice<CallStatus>(status).Name));
    }
}
