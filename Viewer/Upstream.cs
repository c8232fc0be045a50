using Microsoft.AspNetCore.Http.HttpResults;

namespace Viewer;

/// <summary>The servers that the page's data comes from: down or slow, they are told as a problem, and never waited for.</summary>
internal static class Upstream
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>A client that follows no redirect, since none of them sends one.</summary>
    public static HttpClient CreateClient(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = Deadline };

    /// <summary>Runs what asks a server; 502 where it cannot be reached, 504 where it takes longer than the deadline.</summary>
    /// <param name="name">What people call the server.</param>
    /// <param name="ask">What asks it.</param>
    public static async Task<Results<T, ProblemHttpResult>> AnswerAsync<T>(string name, Func<Task<Results<T, ProblemHttpResult>>> ask)
        where T : IResult
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status502BadGateway, title: $"{name} does not answer", detail: "It may be starting, or have ended.");
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException) // else it was the browser that went
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status504GatewayTimeout, title: $"{name} is too slow", detail: $"It did not answer within {Deadline.TotalSeconds} s. Look at a shorter time.");
        }
    }
}
