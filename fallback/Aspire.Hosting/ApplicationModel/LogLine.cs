namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of a resource's console.</summary>
/// <param name="LineNumber">Counts from 1 over the life of the application, restarts of the resource included.</param>
/// <param name="Content">The text after its timestamp: <c>2026-11-20T23:28:53.639Z text</c>.</param>
/// <param name="IsErrorMessage">Whether it was written to the standard error stream.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
