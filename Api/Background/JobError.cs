using System.Text;

namespace Api.Background;

/// <summary>Tells why a job failed, as PostgreSQL can store it.</summary>
internal static class JobError
{
    /// <summary>The type and the message of what was thrown first, cut at <see cref="Job.ErrorLength"/>, without U+0000 and halves of characters.</summary>
    public static string Describe(Exception exception)
    {
        var cause = exception.GetBaseException();
        var text = $"{cause.GetType().FullName}: {cause.Message}".Replace('\0', '\uFFFD');
        var cut = text.Length > Job.ErrorLength ? text[..Job.ErrorLength] : text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }
}
