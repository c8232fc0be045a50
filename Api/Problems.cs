namespace Api;

/// <summary>Every error is answered with problem details (RFC 9457), whoever found it and whatever the client accepts.</summary>
internal static class Problems
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddValidation();

        // Else a body that is no JSON is an exception in Development, and so a 500 there and a 400 elsewhere.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = context => WriteAsync(context, StatusCodes.Status500InternalServerError) });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    private static Task WriteAsync(HttpContext context, int status) => TypedResults.Problem(statusCode: status).ExecuteAsync(context);
}
