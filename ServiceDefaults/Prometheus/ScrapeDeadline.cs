using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Prometheus;

/// <summary>Ends a scrape that nobody waits for any more: the client went away, or the time is up that it said it would wait.</summary>
internal sealed class ScrapeDeadline : IDisposable
{
    private const string Header = "X-Prometheus-Scrape-Timeout-Seconds";
    private const double Longest = 3600;

    private readonly CancellationTokenSource _source;
    private readonly double _seconds;

    private ScrapeDeadline(double seconds, CancellationToken aborted)
    {
        _seconds = seconds;
        _source = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        if (seconds > 0)
            _source.CancelAfter(TimeSpan.FromSeconds(seconds));
    }

    public CancellationToken Token => _source.Token;

    public static ScrapeDeadline Of(HttpContext context) => new(
        double.TryParse(context.Request.Headers[Header], CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < Longest ? seconds : 0,
        context.RequestAborted);

    /// <summary>Says what took so long.</summary>
    public Task ApologizeAsync(HttpContext context, string? observing)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"Not collected within the {_seconds} s of {Header}. Waiting for instrument: {observing ?? "none"}.\n"), context.RequestAborted);
    }

    public void Dispose() => _source.Dispose();
}
