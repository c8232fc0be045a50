using Microsoft.AspNetCore.Http.HttpResults;

namespace Api;

/// <summary>What was asked for, or why not.</summary>
internal readonly struct Result<T> where T : class
{
    private Result(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>Null when it was refused.</summary>
    public T? Value { get; }

    /// <summary>Null when it was not.</summary>
    public Refusal? Refusal { get; }

    public static implicit operator Result<T>(T value) => new(value, refusal: null);

    public static implicit operator Result<T>(Refusal refusal) => new(value: null, refusal);

    /// <summary>200 with the value, or the refusal's problem.</summary>
    public Results<Ok<T>, ProblemHttpResult> ToOk() => Value is not null ? TypedResults.Ok(Value) : Refusal!.ToProblem();

    /// <summary>201 with the value and where it is, or the refusal's problem.</summary>
    public Results<Created<T>, ProblemHttpResult> ToCreated(Func<T, string> location) =>
        Value is not null ? TypedResults.Created(location(Value), Value) : Refusal!.ToProblem();
}
