using Api.Background;
using Api.Caching;
using Api.Chores;
using Api.Data;
using Api.Families;
using Api.Gateway;
using Api.Gateway.Credits;
using Api.Gateway.Keys;
using Api.Gateway.Plans;
using Api.Identity;
using Api.Rewards;
using ServiceDefaults;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Requests;

namespace Dashboards;

/// <summary>The names in Prometheus of what panels show. A test asks the running stack for each of them.</summary>
internal static class Metrics
{
    // Other names of requests, from the table of them.
    public static readonly string Requests = Alias("http_requests_total");
    public static readonly string RequestDuration = Alias("http_request_duration_seconds");
    public static readonly string Exceptions = Alias("http_exceptions_total");
    public static readonly string Errors = Alias("api_errors_total");
    public static readonly string FastApiRequests = Alias("fastapi_requests_total");
    public static readonly string FastApiDuration = Alias("fastapi_request_duration_seconds");
    public static readonly string ActiveConnections = Alias("active_connections");
    public static readonly string ExternalRequests = Alias("external_api_requests_total");
    public static readonly string ExternalDuration = Alias("external_api_duration_seconds");

    // What the household records.
    public static readonly string ChoresCreated = Counter(ChoresMetrics.CreatedName);
    public static readonly string ChoresCompleted = Counter(ChoresMetrics.CompletedName);
    public static readonly string ChoresApproved = Counter(ChoresMetrics.ApprovedName);
    public static readonly string ChoresRejected = Counter(ChoresMetrics.RejectedName);
    public static readonly string AssignmentsClaimed = Counter(ChoresMetrics.AssignmentsClaimedName);
    public static readonly string CompletionTime = Histogram(ChoresMetrics.CompletionTimeName, "s");
    public static readonly string PendingApprovals = Gauge(ChoresMetrics.PendingApprovalsName);
    public static readonly string RewardsPaid = Counter(RewardsMetrics.PaidName);
    public static readonly string Adjustments = Counter(RewardsMetrics.AdjustmentsName);
    public static readonly string AdjustedAmount = Histogram(RewardsMetrics.AmountName);
    public static readonly string FamiliesCreated = Counter(FamiliesMetrics.CreatedName);
    public static readonly string FamilyJoins = Counter(FamiliesMetrics.JoinsName);
    public static readonly string ActiveFamilies = Gauge(FamiliesMetrics.ActiveName);
    public static readonly string Logins = Counter(IdentityMetrics.LoginsName);
    public static readonly string LoginFailures = Counter(IdentityMetrics.LoginFailuresName);
    public static readonly string Registrations = Counter(IdentityMetrics.RegistrationsName);
    public static readonly string ActiveUsers = Gauge(IdentityMetrics.ActiveUsersName);

    // What the AI gateway records.
    public static readonly string ModelRequests = Counter(GatewayMetrics.RequestsName);
    public static readonly string ModelDuration = Histogram(GatewayMetrics.DurationName, "s");
    public static readonly string FirstToken = Histogram(GatewayMetrics.FirstTokenName, "s");
    public static readonly string TokensUsed = Counter(GatewayMetrics.TokensName);
    public static readonly string CreditsUsed = Counter(GatewayMetrics.CreditsName);
    public static readonly string Failovers = Counter(GatewayMetrics.FailoversName);
    public static readonly string ProviderAvailability = Gauge(GatewayMetrics.AvailabilityName);
    public static readonly string ProviderErrorRate = Gauge(GatewayMetrics.ErrorRateName);
    public static readonly string ProviderResponseTime = Gauge(GatewayMetrics.ResponseTimeName, "s");
    public static readonly string ProviderHealth = Gauge(GatewayMetrics.HealthScoreName);
    public static readonly string ActiveKeys = Gauge(KeysMetrics.ActiveName);
    public static readonly string Subscriptions = Gauge(PlansMetrics.SubscriptionsName);
    public static readonly string ActiveTrials = Gauge(PlansMetrics.TrialsName);
    public static readonly string LowAccounts = Gauge(CreditsMetrics.LowName);

    // What the Api's cache and its queue record.
    public static readonly string CacheOperations = Counter(CacheMetrics.OperationsName);
    public static readonly string CacheSize = Gauge(CacheMetrics.SizeName, "By");
    public static readonly string CacheEntries = Gauge(CacheMetrics.EntriesName);
    public static readonly string Jobs = Counter(JobsMetrics.TasksName);
    public static readonly string JobRetries = Counter(JobsMetrics.RetriesName);
    public static readonly string JobDuration = Histogram(JobsMetrics.DurationName, "s");
    public static readonly string QueueSize = Gauge(JobsMetrics.QueueSizeName);
    public static readonly string OverdueJobs = Gauge(JobsMetrics.OverdueName);
    public static readonly string DeadLetters = Gauge(JobsMetrics.DeadLettersName);

    // What ServiceDefaults records.
    public static readonly string InProgress = Gauge(RequestMetrics.InProgressName);
    public static readonly string RequestSize = Histogram(RequestMetrics.RequestSizeName, "By");
    public static readonly string ResponseSize = Histogram(RequestMetrics.ResponseSizeName, "By");
    public static readonly string LostItems = Counter(TelemetryMeter.LostItems);
    public static readonly string DroppedLogLines = Counter(TelemetryMeter.DroppedLogLines);
    public static readonly string OverflowedMeasurements = Counter(TelemetryMeter.OverflowedMeasurements);
    public static readonly string FailedMeasurements = Counter(TelemetryMeter.FailedMeasurements);
    public static readonly string FailedRequests = Counter(TelemetryMeter.FailedRequests);
    public static readonly string CpuSeconds = Counter(ProcessMetrics.CpuName, "s");
    public static readonly string ResidentMemory = Gauge(ProcessMetrics.ResidentMemoryName, "By");
    public static readonly string StartTime = Gauge(ProcessMetrics.StartTimeName, "s");
    public static readonly string OpenFiles = Gauge(ProcessMetrics.OpenFilesName);
    public static readonly string MaxFiles = Gauge(ProcessMetrics.MaxFilesName);
    public static readonly string BuildInfo = Gauge(ProcessMetrics.BuildInfoName);

    // What the Api records.
    public static readonly string QueryDuration = Histogram(QueryMetrics.DurationName, "s");
    public static readonly string QueryErrors = Counter(QueryMetrics.ErrorsName);

    // What ASP.NET Core records: https://learn.microsoft.com/aspnet/core/log-mon/metrics/built-in.
    public static readonly string Connections = Gauge("kestrel.active_connections");
    public static readonly string QueuedConnections = Gauge("kestrel.queued_connections");

    // What HttpClient records: https://learn.microsoft.com/dotnet/core/diagnostics/built-in-metrics-system-net.
    public static readonly string ClientDuration = Histogram("http.client.request.duration", "s");

    // What Npgsql records: https://www.npgsql.org/doc/diagnostics/metrics.html.
    public static readonly string PoolConnections = Gauge("db.client.connection.count");
    public static readonly string PoolMaximum = Gauge("db.client.connection.max");
    public static readonly string ConnectTime = Histogram("db.client.connection.npgsql.create_time", "s");
    public static readonly string CommandDuration = Histogram("db.client.operation.duration", "s");
    public static readonly string CommandsFailed = Counter("db.client.operation.failed");
    public static readonly string CommandsExecuting = Gauge("db.client.operation.npgsql.executing");
    public static readonly string BytesRead = Counter("db.client.operation.npgsql.bytes_read", "By");
    public static readonly string BytesWritten = Counter("db.client.operation.npgsql.bytes_written", "By");

    // What the runtime records: https://learn.microsoft.com/dotnet/core/diagnostics/built-in-metrics-runtime. The two of the thread pool go up and down
    // although their instruments are counters.
    public static readonly string HeapSize = Gauge("dotnet.gc.last_collection.heap.size", "By");
    public static readonly string CommittedMemory = Gauge("dotnet.gc.last_collection.memory.committed_size", "By");
    public static readonly string AllocatedBytes = Counter("dotnet.gc.heap.total_allocated", "By");
    public static readonly string Collections = Counter("dotnet.gc.collections");
    public static readonly string PauseTime = Counter("dotnet.gc.pause.time", "s");
    public static readonly string PoolThreads = Counter("dotnet.thread_pool.thread.count");
    public static readonly string PoolQueue = Counter("dotnet.thread_pool.queue.length");
    public static readonly string ExceptionsThrown = Counter("dotnet.exceptions");

    // What prometheus/rules records.
    public const string AvailabilityObjective = "slo:availability:objective";
    public const string LatencyObjective = "slo:latency:objective";
    public const string AvailabilityBudget = "service:slo_availability:error_budget_remaining";
    public const string LatencyBudget = "service:slo_latency:error_budget_remaining";

    // What Prometheus itself knows.
    public const string Up = "up";
    public const string Alerts = "ALERTS";

    /// <summary>Requests answered with a 5xx, of all, in a window such as <c>5m</c>.</summary>
    public static string ErrorRatio(string window) => $"service:http_request_errors:ratio_rate{window}";

    /// <summary>Requests that took longer than the objective, of all, in a window such as <c>5m</c>.</summary>
    public static string SlowRatio(string window) => $"service:http_requests_slow:ratio_rate{window}";

    private static string Alias(string name) => Aliases.All.Single(alias => alias.Name == name).Name;

    private static string Counter(string instrument, string? unit = null) => PrometheusName.Of(instrument, unit, MetricFamily.Counter);

    private static string Gauge(string instrument, string? unit = null) => PrometheusName.Of(instrument, unit, MetricFamily.Gauge);

    private static string Histogram(string instrument, string? unit = null) => PrometheusName.Of(instrument, unit, MetricFamily.Histogram);
}
