using Microsoft.AspNetCore.Http.HttpResults;

namespace Api;

/// <summary>Why something was not done, and what to do about it, for the one who asked.</summary>
/// <param name="Status">HTTP's status for it.</param>
/// <param name="Message">Shown to the caller: what is wrong, and what would be right.</param>
/// <param name="Field">Which field of the request is meant; null when it is none of them.</param>
internal sealed record Refusal(int Status, string Message, string? Field = null)
{
    /// <summary>It is not there, or it is none of the caller's business: the two cannot be told apart.</summary>
    public static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, "There is none with this id that you may see.");

    /// <summary>A field says something that makes no sense here.</summary>
    public static Refusal Invalid(string field, string message) => new(StatusCodes.Status400BadRequest, message, field);

    /// <summary>The caller may see it, and may not do this.</summary>
    public static Refusal Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    /// <summary>It is not (or not any more) in the state that this needs.</summary>
    public static Refusal Conflict(string message) => new(StatusCodes.Status409Conflict, message);

    /// <summary>As problem details.</summary>
    public ProblemHttpResult ToProblem() => Field is null
        ? TypedResults.Problem(Message, statusCode: Status)
        : TypedResults.Problem(new HttpValidationProblemDetails(new Dictionary<string, string[]>(StringComparer.Ordinal) { [Field] = [Message] }) { Status = Status });
}
