namespace Traffic;

/// <summary>The API answered, but not as a scenario needs it to.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);
