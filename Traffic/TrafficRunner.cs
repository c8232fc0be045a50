using System.Diagnostics;

namespace Traffic;

/// <summary>Lets the visits of the plan take place, many at a time. Whatever the API does, the next visit comes when it is planned.</summary>
internal sealed partial class TrafficRunner(
    TrafficOptions options, HttpClient api, Accounts accounts, Families families, Customers customers, Outage outage, TrafficMetrics metrics, TimeProvider time, ILogger<TrafficRunner> logger)
    : BackgroundService
{
    /// <summary>How many visits may be under way; further ones are left out, so that an API that is slow is not buried.</summary>
    public const int MostAtOnce = 200;

    private static readonly ActivitySource Source = new("Traffic"); // the application's name: ServiceDefaults sends its spans

    private readonly SemaphoreSlim _places = new(MostAtOnce);

    public override void Dispose()
    {
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogBegin(options.RequestsPerSecond, api.BaseAddress, options.DayLength, options.Seed);
        try
        {
            await FollowPlanAsync(stoppingToken);
        }
        finally
        {
            // Those under way are told to end too, and their spans are to be sent.
            for (var place = 0; place < MostAtOnce; place++)
                await _places.WaitAsync(CancellationToken.None);
        }
    }

    private async Task FollowPlanAsync(CancellationToken stoppingToken)
    {
        var begin = time.GetTimestamp();
        foreach (var visit in VisitPlan.From(options))
        {
            var wait = visit.At - time.GetElapsedTime(begin);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, stoppingToken);

            if (await _places.WaitAsync(TimeSpan.Zero, stoppingToken))
                _ = TakePlaceAsync(visit, stoppingToken);
            else
                metrics.Ended(visit.Scenario, VisitOutcome.LeftOut);
        }
    }

    private async Task TakePlaceAsync(Visit visit, CancellationToken stoppingToken)
    {
        try
        {
            if (outage.LetsIn())
                await RunAsync(visit, stoppingToken);
            else
                metrics.Ended(visit.Scenario, VisitOutcome.LeftOut);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task RunAsync(Visit visit, CancellationToken stoppingToken)
    {
        using var span = Source.StartActivity(visit.Scenario.Name);
        try
        {
            await visit.Scenario.RunAsync(new Visitor(api, outage, accounts, families, customers, time, new(visit.Seed)), stoppingToken);
            metrics.Ended(visit.Scenario, VisitOutcome.Completed);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nobody's fault.
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            outage.NotAnswered(exception);
            metrics.Ended(visit.Scenario, VisitOutcome.Unanswered);
        }
        catch (Exception exception) // whatever a scenario makes of an answer: the others go on
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            metrics.Ended(visit.Scenario, VisitOutcome.Unexpected);
        }
    }

    [LoggerMessage(LogLevel.Information, "Traffic begins: {RequestsPerSecond} requests a second on average to {Address}, a day in {DayLength}, seed {Seed}.")]
    private partial void LogBegin(double requestsPerSecond, Uri? address, TimeSpan dayLength, int seed);
}
