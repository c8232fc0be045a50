using Microsoft.Net.Http.Headers;

namespace Api.Commands;

/// <summary>The answer to a command, as it is kept for whoever asks again.</summary>
internal sealed record Answer(int Status, string? Location, byte[]? Body) : IResult
{
    /// <summary>Of a command that nobody can ask for again.</summary>
    public static readonly Answer NotKept = new(0, Location: null, Body: null);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Location is not null)
            response.Headers[HeaderNames.Location] = Location;
        if (Body is null)
            return;

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
