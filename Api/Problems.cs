namespace Api;

/// <summary>Every error is answered with problem details (RFC 9457), whoever found it and whatever the client accepts.</summary>
internal static class Problems
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<IProblemDetailsWriter, WriterForEverybody>(); // behind the framework's
        builder.Services.AddValidation();

        // Else a body that is no JSON is an exception in Development, and so a 500 there and a 400 elsewhere.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>The framework's writer leaves alone whoever does not accept JSON, and they would get plain text or nothing.</summary>
    private sealed class WriterForEverybody : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var response = context.HttpContext.Response;
            context.ProblemDetails.Status ??= response.StatusCode;
            return new(response.WriteAsJsonAsync(
                context.ProblemDetails, context.ProblemDetails.GetType(), options: null, "application/problem+json", context.HttpContext.RequestAborted));
        }
    }
}
