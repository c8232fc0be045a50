namespace Api;

/// <summary>Every error is answered with problem details (RFC 9457), whoever found it and whatever the client accepts.</summary>
internal static class Problems
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Advise);
        builder.Services.AddSingleton<IProblemDetailsWriter, WriterForEverybody>(); // behind the framework's
        builder.Services.AddValidation();

        // Else only in Development. As an exception it tells what is wrong, as a bare 400 it does not.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<BadRequestHandler>();
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    // Who refused a request without a word: routing, authentication, the server.
    private static void Advise(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= (context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode) switch
    {
        StatusCodes.Status400BadRequest => UnreadableParameter.DetailFor(context.HttpContext.Request, context.HttpContext.GetEndpoint()),
        StatusCodes.Status401Unauthorized => "Log in, and send the accessToken: Authorization: Bearer <accessToken>.",
        StatusCodes.Status403Forbidden => "This is not for your role in the family.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take the method. The header Allow names those that it takes.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this endpoint takes.",
        StatusCodes.Status415UnsupportedMediaType => "This endpoint does not take the Content-Type. Send JSON, as application/json.",
        _ => null,
    };

    /// <summary>The framework's writer leaves alone whoever does not accept JSON, and they would get plain text or nothing.</summary>
    private sealed class WriterForEverybody : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var response = context.HttpContext.Response;
            context.ProblemDetails.Status ??= response.StatusCode;
            Advise(context);
            return new(response.WriteAsJsonAsync(
                context.ProblemDetails, context.ProblemDetails.GetType(), options: null, "application/problem+json", context.HttpContext.RequestAborted));
        }
    }
}
