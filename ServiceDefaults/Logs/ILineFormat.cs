using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Logs;

/// <summary>How a line looks. It writes all of it, with the newline at its end.</summary>
internal interface ILineFormat
{
    /// <summary>Writes the line of a request.</summary>
    void Write(LineBuffer line, DateTimeOffset time, LogLevel level, in RequestLogState request, Exception? exception);

    /// <summary>Writes any other record.</summary>
    void Write(LineBuffer line, DateTimeOffset time, LogLevel level, string category, LoggedRecord record, Exception? exception);
}
